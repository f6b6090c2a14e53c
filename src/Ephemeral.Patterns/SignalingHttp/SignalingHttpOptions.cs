using Ephemeral.Internal;

namespace Ephemeral.Patterns;

/// <summary>Limits of a download.</summary>
public sealed class SignalingHttpOptions
{
    /// <summary>Gets the most bytes of a body.</summary>
    /// <value>The default is 1 GiB; from 1 to 2,147,483,591, which is as long as an array may be.</value>
    public int MaxBytes { get; init; } = 1 << 30;

    /// <summary>Gets how long a body may bring nothing before the download has failed. Until the headers have come, the client's own timeout counts.</summary>
    /// <value>The default is 100 seconds; positive; null for no limit.</value>
    public TimeSpan? StallTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Gets the clock.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        OptionsFaults faults = new(nameof(SignalingHttpOptions));
        faults.AtLeast(MaxBytes, 1);
        if (MaxBytes > Array.MaxLength) faults.Add(nameof(MaxBytes), $"must be at most {Array.MaxLength} but was {MaxBytes}");
        faults.Positive(StallTimeout);
        if (StallTimeout > TimeSpan.FromDays(24)) faults.Add(nameof(StallTimeout), $"must be at most 24 days, or null for no limit, but was {StallTimeout}");
        faults.NotNull(TimeProvider);
        faults.ThrowIfAny();
    }
}
