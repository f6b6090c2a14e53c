using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>Matches names against patterns: <c>*</c> is any run of characters, also an empty one, and <c>?</c> is exactly one.</summary>
/// <remarks>
/// Ordinal and case-sensitive; dots and colons are ordinary characters. Allocates nothing. Never goes back to an earlier run: the
/// comparisons grow with (length of the value × longest run between two stars + length of the pattern), whatever the pattern.
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
    public static bool Matches(ReadOnlySpan<char> value, ReadOnlySpan<char> pattern) =>
        Matches<char, Wildcards>(value, pattern);

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

    /// <summary>The matcher itself, over any alphabet: characters, or in a test something that counts how often it is compared.</summary>
    internal static bool Matches<T, TWildcards>(ReadOnlySpan<T> value, ReadOnlySpan<T> pattern)
        where T : struct, IEquatable<T>
        where TWildcards : IWildcards<T>
    {
        int firstStar = pattern.IndexOf(TWildcards.AnyRun);
        if (firstStar < 0) return value.Length == pattern.Length && EqualsRun<T, TWildcards>(value, pattern);

        int lastStar = pattern.LastIndexOf(TWildcards.AnyRun);
        ReadOnlySpan<T> head = pattern[..firstStar];
        ReadOnlySpan<T> tail = pattern[(lastStar + 1)..];
        if (value.Length < head.Length + tail.Length) return false;
        if (!EqualsRun<T, TWildcards>(value[..head.Length], head) || !EqualsRun<T, TWildcards>(value[^tail.Length..], tail)) return false;

        // What lies between is runs with a star before each. Taking the leftmost place of every run leaves most for the next ones.
        value = value[head.Length..^tail.Length];
        for (ReadOnlySpan<T> rest = pattern[firstStar..lastStar]; !rest.IsEmpty;)
        {
            rest = rest[1..];
            int star = rest.IndexOf(TWildcards.AnyRun);
            ReadOnlySpan<T> run = star < 0 ? rest : rest[..star];
            int place = IndexOfRun<T, TWildcards>(value, run);
            if (place < 0) return false;
            value = value[(place + run.Length)..];
            rest = rest[run.Length..];
        }

        return true;
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

    private static int IndexOfRun<T, TWildcards>(ReadOnlySpan<T> value, ReadOnlySpan<T> run)
        where T : struct, IEquatable<T>
        where TWildcards : IWildcards<T>
    {
        if (!run.Contains(TWildcards.AnyOne)) return value.IndexOf(run);
        for (int place = 0; place <= value.Length - run.Length; place++)
            if (EqualsRun<T, TWildcards>(value.Slice(place, run.Length), run)) return place;
        return -1;
    }

    /// <summary>Compares a run without stars with as many characters.</summary>
    private static bool EqualsRun<T, TWildcards>(ReadOnlySpan<T> value, ReadOnlySpan<T> run)
        where T : struct, IEquatable<T>
        where TWildcards : IWildcards<T>
    {
        if (value.SequenceEqual(run)) return true;
        for (int i = 0; i < run.Length; i++)
            if (!run[i].Equals(value[i]) && !run[i].Equals(TWildcards.AnyOne)) return false;
        return true;
    }

    private readonly struct Wildcards : IWildcards<char>
    {
        public static char AnyRun => '*';

        public static char AnyOne => '?';
    }
}
