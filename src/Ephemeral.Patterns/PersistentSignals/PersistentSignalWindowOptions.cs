using Ephemeral.Internal;

namespace Ephemeral.Patterns;

/// <summary>How a <see cref="PersistentSignalWindow"/> writes.</summary>
public sealed class PersistentSignalWindowOptions
{
    /// <summary>Gets how long after a change the window is written at the latest: what a crash may cost.</summary>
    /// <value>The default is 30 seconds; positive.</value>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the most changes in one write to the store.</summary>
    /// <value>The default is 1,000; at least 1.</value>
    public int BatchSize { get; init; } = 1_000;

    /// <summary>Gets the pattern of the signals that survive: <c>*</c> any run of characters, <c>?</c> one.</summary>
    /// <value>The default is <c>*</c>: all.</value>
    public string Pattern { get; init; } = "*";

    /// <summary>Gets how long disposing waits for the last write.</summary>
    /// <value>The default is 5 seconds; not negative; null until it has ended.</value>
    public TimeSpan? DisposeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the clock, which should be the sink's.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        OptionsFaults faults = new(nameof(PersistentSignalWindowOptions));
        faults.Positive(FlushInterval);
        faults.AtLeast(BatchSize, 1);
        faults.NotNegative(DisposeTimeout);
        faults.NotNull(TimeProvider);
        if (string.IsNullOrEmpty(Pattern)) faults.Add(nameof(Pattern), "must have text, such as \"order.*\", or \"*\" for every signal");
        faults.ThrowIfAny();
    }
}
