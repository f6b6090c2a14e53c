namespace Ephemeral.Telemetry;

/// <summary>What a meter provider keeps of the suite's metrics. Read once, when the provider is built.</summary>
public sealed class EphemeralMetricsOptions
{
    /// <summary>Gets or sets whether the provider gets a view for the suite's instruments that bounds their memory.</summary>
    /// <value>The default is true. Set it to false if you add views of your own for these instruments, since every matching view
    /// makes a stream.</value>
    public bool UseViews { get; set; } = true;

    /// <summary>Gets or sets the most attribute sets that one instrument keeps; further ones share the SDK's overflow series.</summary>
    /// <value>The default is 200; at least 1. It has no effect without <see cref="UseViews"/>.</value>
    public int CardinalityLimit { get; set; } = 200;

    /// <summary>Gets the patterns under which raised signals are counted; <c>ephemeral.signal.name</c> is the first that matches, else <c>_OTHER</c>.</summary>
    /// <value>The default is empty: the first 100 names count as themselves, without what follows a colon. A name without wildcards
    /// is a pattern too. There is one meter in use, so the patterns of the provider that was built first apply.</value>
    public IList<string> SignalPatterns { get; } = [];
}
