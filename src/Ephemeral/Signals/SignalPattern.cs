namespace Ephemeral.Signals;

/// <summary>A pattern, read once: what it is and which literal text every match begins and ends with.</summary>
internal sealed class SignalPattern
{
    private static readonly char[] _wildcards = ['*', '?'];

    public SignalPattern(string text)
    {
        int first = text.IndexOfAny(_wildcards);
        Text = text;
        IsExact = first < 0;
        Prefix = IsExact ? text : text[..first];
        Suffix = IsExact ? text : text[(text.LastIndexOfAny(_wildcards) + 1)..];
        IsPrefix = !IsExact && first == text.Length - 1 && text[first] == '*';
    }

    /// <summary>Gets the pattern that every name matches.</summary>
    public static SignalPattern Everything { get; } = new("*");

    public string Text { get; }

    public bool IsExact { get; }

    /// <summary>Gets the literal text before the first wildcard.</summary>
    public string Prefix { get; }

    /// <summary>Gets the literal text behind the last wildcard.</summary>
    public string Suffix { get; }

    private bool IsPrefix { get; }

    public bool Matches(ReadOnlySpan<char> name)
    {
        if (IsExact) return name.SequenceEqual(Text);
        if (IsPrefix) return name.StartsWith(Prefix);
        return StringPatternMatcher.Matches(name, Text);
    }

    public override string ToString() => Text;
}
