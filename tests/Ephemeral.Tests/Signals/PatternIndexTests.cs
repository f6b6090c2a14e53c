using Ephemeral.Signals;

namespace Ephemeral.Tests.Signals;

public sealed class PatternIndexTests
{
    private static readonly string[] _patterns =
        ["*", "a", "a.b", "a.*", "a.b*", "*.b", "*b", "*.b*", "?", "a?b", "?.b", "", "*?", "a.*.c", "b*c", "*a*"];

    [Fact]
    public void Collect_EveryPattern_FindsWhatAScanFinds()
    {
        PatternIndex<string> index = new();
        foreach (string pattern in _patterns) index.Add(new(pattern), pattern);

        foreach (string name in Names()) Assert.Equal(Scan(_patterns, name), Collect(index, name));
    }

    [Fact]
    public void Remove_SomePatterns_LeavesTheOthers()
    {
        PatternIndex<string> index = new();
        List<SignalPattern> added = [.. _patterns.Select(static text => new SignalPattern(text))];
        foreach (SignalPattern pattern in added) index.Add(pattern, pattern.Text);

        foreach (SignalPattern pattern in added.Where(static (_, i) => i % 2 == 0)) index.Remove(pattern, pattern.Text);

        string[] rest = [.. _patterns.Where(static (_, i) => i % 2 == 1)];
        foreach (string name in Names()) Assert.Equal(Scan(rest, name), Collect(index, name));
    }

    [Fact]
    public void Collect_SamePatternTwice_FindsBoth()
    {
        PatternIndex<string> index = new();
        index.Add(new("a.*"), "first");
        index.Add(new("a.*"), "second");

        Assert.Equal(["first", "second"], Collect(index, "a.x"));
    }

    private static List<string> Collect(PatternIndex<string> index, string name)
    {
        List<string> matches = [];
        index.Collect(name, matches);
        matches.Sort(StringComparer.Ordinal);
        return matches;
    }

    private static IEnumerable<string> Scan(IEnumerable<string> patterns, string name) =>
        patterns.Where(pattern => StringPatternMatcher.Matches(name, pattern)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names()
    {
        const string Alphabet = "ab.c";
        IEnumerable<string> names = [""];
        for (int length = 0; length < 6; length++)
        {
            foreach (string name in names) yield return name;
            names = [.. names.SelectMany(static name => Alphabet.Select(character => name + character))];
        }
    }
}
