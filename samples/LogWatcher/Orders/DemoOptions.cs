namespace LogWatcher.Orders;

/// <summary>How the demo's load and its payment provider behave.</summary>
internal sealed record DemoOptions
{
    /// <summary>Gets after how many orders the load stops.</summary>
    /// <value>The default is null: it goes on.</value>
    public long? Orders { get; init; }

    /// <summary>Gets the time between two orders of the load.</summary>
    public TimeSpan OrderEvery { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Gets how often the load says how things go.</summary>
    public TimeSpan ReportEvery { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan PaymentTime { get; init; } = TimeSpan.FromMilliseconds(60);

    /// <summary>Gets how long a payment takes that fails.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>Gets how many payments there are from the begin of one burst of failures to the next.</summary>
    public int BurstEvery { get; init; } = 200;

    /// <summary>Gets how many payments succeed before the first burst.</summary>
    public int BurstStart { get; init; } = 10;

    /// <summary>Gets how many payments fail in a row.</summary>
    public int BurstLength { get; init; } = 25;
}
