namespace Ephemeral.Logging;

/// <summary>How an <see cref="IncidentDelivery"/> waits and tries again.</summary>
/// <remarks>The delivery copies what it needs when it is made; later changes have no effect.</remarks>
public sealed class IncidentDeliveryOptions
{
    /// <summary>Gets or sets how many announcements may wait; beyond it the oldest that is not between two attempts is dropped and counted.</summary>
    /// <value>The default is 1,000.</value>
    public int QueueCapacity { get; set; } = 1_000;

    /// <summary>Gets or sets how long one attempt may take.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the wait after an announcement's first failed attempt. It doubles with each further one, and each is cut by a random part of at most its half.</summary>
    /// <value>The default is one second.</value>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the longest wait between two attempts, and how long an open circuit waits before it lets one by, cut in the same way.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how many attempts must fail in a row, whichever announcements they were for, for the circuit to open.</summary>
    /// <value>The default is 5.</value>
    public int FailuresToOpen { get; set; } = 5;

    /// <summary>Gets or sets for how long after its first attempt an announcement is tried before it is given up and counted.</summary>
    /// <value>The default is one hour.</value>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets for how long disposing delivers what waits.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan DisposeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets the clock of timeouts and waits.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
