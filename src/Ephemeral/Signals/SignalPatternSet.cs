namespace Ephemeral.Signals;

/// <summary>Patterns of which any may match.</summary>
internal sealed class SignalPatternSet
{
    private readonly SignalPattern[] _patterns;

    private SignalPatternSet(IEnumerable<string> patterns)
    {
        _patterns = [.. patterns.Distinct(StringComparer.Ordinal).Select(static text => new SignalPattern(text))];
        IsExact = Array.TrueForAll(_patterns, static pattern => pattern.IsExact);
    }

    public IReadOnlyList<SignalPattern> Patterns => _patterns;

    public bool IsEmpty => _patterns.Length == 0;

    /// <summary>Gets whether the set is a list of names, without any wildcard.</summary>
    public bool IsExact { get; }

    /// <summary>Reads the form of options and rules: each entry may be a comma list; parts are trimmed, blank ones ignored.</summary>
    public static SignalPatternSet Parse(IEnumerable<string> entries)
    {
        const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        return new(entries.SelectMany(static entry => entry.Split(',', Trimmed)));
    }

    /// <summary>Reads one comma list.</summary>
    public static SignalPatternSet Parse(string list) => Parse([list]);

    /// <summary>Takes one pattern as it is, commas included.</summary>
    public static SignalPatternSet Of(string pattern) => new([pattern]);

    public bool Matches(ReadOnlySpan<char> name)
    {
        foreach (SignalPattern pattern in _patterns)
            if (pattern.Matches(name)) return true;
        return false;
    }

    public override string ToString() => string.Join(',', _patterns.Select(static pattern => pattern.Text));
}
