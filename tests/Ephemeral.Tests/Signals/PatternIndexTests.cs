using Ephemeral.Signals;
using FsCheck;
using FsCheck.Fluent;

namespace Ephemeral.Tests.Signals;

public sealed class PatternIndexTests
{
    private static readonly Arbitrary<string[]> _patterns = SomeOf(Texts.Patterns, 12);

    /// <summary>Patterns come, some go again, and at each point every name finds what a scan of all patterns finds.</summary>
    [Fact]
    public void Collect_RandomPatterns_FindsWhatAScanFinds() =>
        Prop.ForAll(_patterns, _patterns, SomeOf(Texts.Names, 20), static (staying, leaving, names) =>
        {
            PatternIndex<string> index = new();
            foreach (string pattern in staying) index.Add(new(pattern), pattern);
            SignalPattern[] added = [.. leaving.Select(static pattern => new SignalPattern(pattern))];
            foreach (SignalPattern pattern in added) index.Add(pattern, pattern.Text);
            foreach (string name in names) Assert.Equal(Scan([.. staying, .. leaving], name), Collect(index, name));

            foreach (SignalPattern pattern in added) index.Remove(pattern, pattern.Text);
            foreach (string name in names) Assert.Equal(Scan(staying, name), Collect(index, name));
        }).Check(2_000);

    [Fact]
    public void Collect_SamePatternTwice_FindsBoth()
    {
        PatternIndex<string> index = new();
        index.Add(new("a.*"), "first");
        index.Add(new("a.*"), "second");

        Assert.Equal(["first", "second"], Collect(index, "a.x"));
    }

    private static Arbitrary<string[]> SomeOf(Arbitrary<string> texts, int most) =>
        Arb.From(Gen.Choose(0, most).SelectMany(texts.Generator.ArrayOf), Arb.Array(texts).Shrinker);

    private static List<string> Collect(PatternIndex<string> index, string name)
    {
        List<string> matches = [];
        index.Collect(name, matches);
        matches.Sort(StringComparer.Ordinal);
        return matches;
    }

    private static IEnumerable<string> Scan(IEnumerable<string> patterns, string name) =>
        patterns.Where(pattern => StringPatternMatcher.Matches(name, pattern)).Order(StringComparer.Ordinal);
}
