using System.Globalization;

namespace Ephemeral.Hosting.Configuration;

/// <summary>Every property of a declared lane that configuration can set. Which lanes there are, and in which order, is code's to say.</summary>
internal static class LaneBindings
{
    /// <summary>The section of a coordinator below which each lane has its own.</summary>
    public const string Section = "Lanes";

    public static IReadOnlyDictionary<string, OptionBinding<PriorityLane>> All { get; } = new OptionBinding<PriorityLane>[]
    {
        new(nameof(PriorityLane.MaxConcurrency), "a whole number of at least 1", static (lane, text) =>
            OptionText.Number(text) is >= 1 and { } value ? lane with { Name = string.Create(CultureInfo.InvariantCulture, $"{lane.LaneName}:{value}") } : null),
        new(nameof(PriorityLane.MaxDepth), "a whole number of at least 1, or empty for no bound", static (lane, text) =>
            text.Length == 0 ? lane with { MaxDepth = null } : OptionText.Number(text) is >= 1 and { } value ? lane with { MaxDepth = value } : null),
        new(nameof(PriorityLane.DeferCheckInterval), "a time such as 00:00:30", static (lane, text) =>
            OptionText.Time(text) is { } value && value >= TimeSpan.Zero ? lane with { DeferCheckInterval = value } : null),
        new(nameof(PriorityLane.MaxDeferAttempts), "a whole number of at least 0", static (lane, text) =>
            OptionText.Number(text) is >= 0 and { } value ? lane with { MaxDeferAttempts = value } : null),
    }.ToDictionary(static binding => binding.Key, StringComparer.OrdinalIgnoreCase);
}
