namespace Ephemeral;

/// <summary>Matches names against patterns: <c>*</c> is any run of characters, also an empty one, and <c>?</c> is exactly one.</summary>
/// <remarks>
/// Ordinal and case-sensitive; dots and colons are ordinary characters. Allocates nothing, and takes at most (length of the
/// value × length of the pattern) steps, whatever the pattern.
/// </remarks>
public static class StringPatternMatcher
{
    /// <summary>Tells whether a value matches one pattern. Commas in the pattern are ordinary characters.</summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static bool Matches(string value, string pattern)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(pattern);
        return Matches(value.AsSpan(), pattern.AsSpan());
    }

    /// <summary>Tells whether a value matches one pattern. Commas in the pattern are ordinary characters.</summary>
    public static bool Matches(ReadOnlySpan<char> value, ReadOnlySpan<char> pattern)
    {
        int firstStar = pattern.IndexOf('*');
        if (firstStar < 0) return value.Length == pattern.Length && EqualsRun(value, pattern);

        int lastStar = pattern.LastIndexOf('*');
        ReadOnlySpan<char> head = pattern[..firstStar];
        ReadOnlySpan<char> tail = pattern[(lastStar + 1)..];
        if (value.Length < head.Length + tail.Length) return false;
        if (!EqualsRun(value[..head.Length], head) || !EqualsRun(value[^tail.Length..], tail)) return false;

        // What lies between is runs with a star before each. Taking the leftmost place of every run leaves most for the next ones.
        value = value[head.Length..^tail.Length];
        for (ReadOnlySpan<char> rest = pattern[firstStar..lastStar]; !rest.IsEmpty;)
        {
            rest = rest[1..];
            int star = rest.IndexOf('*');
            ReadOnlySpan<char> run = star < 0 ? rest : rest[..star];
            int place = IndexOfRun(value, run);
            if (place < 0) return false;
            value = value[(place + run.Length)..];
            rest = rest[run.Length..];
        }

        return true;
    }

    /// <summary>Tells whether a value matches any entry. Each may be a comma list; parts are trimmed, blank ones ignored.</summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static bool MatchesAny(string value, IEnumerable<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(patterns);
        foreach (string entry in patterns)
            if (MatchesList(value, entry)) return true;
        return false;
    }

    private static bool MatchesList(ReadOnlySpan<char> value, ReadOnlySpan<char> list)
    {
        while (!list.IsEmpty)
        {
            int comma = list.IndexOf(',');
            ReadOnlySpan<char> pattern = (comma < 0 ? list : list[..comma]).Trim();
            if (!pattern.IsEmpty && Matches(value, pattern)) return true;
            list = comma < 0 ? default : list[(comma + 1)..];
        }

        return false;
    }

    private static int IndexOfRun(ReadOnlySpan<char> value, ReadOnlySpan<char> run)
    {
        if (!run.Contains('?')) return value.IndexOf(run);
        for (int place = 0; place <= value.Length - run.Length; place++)
            if (EqualsRun(value.Slice(place, run.Length), run)) return place;
        return -1;
    }

    /// <summary>Compares a run without stars with as many characters.</summary>
    private static bool EqualsRun(ReadOnlySpan<char> value, ReadOnlySpan<char> run)
    {
        if (value.SequenceEqual(run)) return true;
        for (int i = 0; i < run.Length; i++)
            if (run[i] != value[i] && run[i] != '?') return false;
        return true;
    }
}
