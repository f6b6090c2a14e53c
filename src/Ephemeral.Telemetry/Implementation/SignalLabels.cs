namespace Ephemeral.Telemetry.Implementation;

/// <summary>What <c>ephemeral.signal.name</c> is for a signal: a declared pattern, or one of the first names.</summary>
/// <remarks>Thread-safe. What stands after a colon is data and never part of it.</remarks>
internal sealed class SignalLabels(BoundedNames names)
{
    private IReadOnlyList<string> _patterns = [];

    /// <summary>Gets or sets the declared patterns; without any, the first names count as themselves.</summary>
    public IReadOnlyList<string> Patterns
    {
        get => Volatile.Read(ref _patterns);
        set => Volatile.Write(ref _patterns, value);
    }

    public string Of(string signal)
    {
        IReadOnlyList<string> patterns = Patterns;
        if (patterns.Count == 0) return names.OfStem(signal);
        int colon = signal.IndexOf(':', StringComparison.Ordinal);
        ReadOnlySpan<char> stem = colon < 0 ? signal : signal.AsSpan(0, colon);
        for (int i = 0; i < patterns.Count; i++)
            if (StringPatternMatcher.Matches(stem, patterns[i])) return patterns[i];

        return AttributeValues.Other;
    }
}
