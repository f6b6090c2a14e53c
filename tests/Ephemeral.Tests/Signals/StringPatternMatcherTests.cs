using Ephemeral.Signals;
using FsCheck.Fluent;

namespace Ephemeral.Tests.Signals;

public sealed class StringPatternMatcherTests
{
    [Theory]
    [InlineData("order.saved", "order.saved", true)]
    [InlineData("order.saved", "order.save", false)]
    [InlineData("order.saved", "Order.saved", false)]
    [InlineData("order.saved", "order.*", true)]
    [InlineData("order.", "order.*", true)]
    [InlineData("order", "order.*", false)]
    [InlineData("file.saved:/a/b.c", "file.*", true)]
    [InlineData("log.error.orders.db:timeout", "log.*.orders.*:*", true)]
    [InlineData("log.error.orders.db", "log.*.orders.*:*", false)]
    [InlineData("ab", "a*b", true)]
    [InlineData("aba", "a*b", false)]
    [InlineData("ab", "ab*ab", false)]
    [InlineData("abab", "ab*ab", true)]
    [InlineData("abc", "a?c", true)]
    [InlineData("ac", "a?c", false)]
    [InlineData("xaYb", "*a?b", true)]
    [InlineData("xaYbz", "*a?b*z", true)]
    [InlineData("", "*", true)]
    [InlineData("", "", true)]
    [InlineData("", "?", false)]
    [InlineData("a", "", false)]
    [InlineData("anything", "**", true)]
    [InlineData("a,b", "a,b", true)]
    [InlineData("a", "a,b", false)]
    [InlineData("a*b", "a?b", true)]
    public void Matches_Grammar_IsAsDocumented(string value, string pattern, bool expected)
    {
        Assert.Equal(expected, StringPatternMatcher.Matches(value, pattern));
        Assert.Equal(expected, new SignalPattern(pattern).Matches(value));
    }

    [Theory]
    [InlineData("db.down", new[] { "disk.full, db.*" }, true)]
    [InlineData("db.down", new[] { "disk.full", " , ,db.down " }, true)]
    [InlineData("db.down", new[] { "", ",", " " }, false)]
    [InlineData("db.down", new string[0], false)]
    public void MatchesAny_Entries_MayBeCommaLists(string value, string[] patterns, bool expected)
    {
        Assert.Equal(expected, StringPatternMatcher.MatchesAny(value, patterns));
        Assert.Equal(expected, SignalPatternSet.Parse(patterns).Matches(value));
    }

    /// <summary>A hundred thousand characters, and patterns that make a matcher that goes back try every way to split them.</summary>
    [Theory]
    [InlineData("*a*a*a*a*b")]
    [InlineData("*a*a*a*a*b*")]
    [InlineData("a*a*?a*aa*b?*a")]
    [InlineData("*?a*?a*?a*?a*?a*?b*")]
    [InlineData("*ab*ab*")]
    public void Matches_HostilePattern_TakesLinearSteps(string pattern)
    {
        string name = new('a', 100_000);

        Assert.InRange(ComparisonsOf(name, pattern, expected: false), 1, 8 * (name.Length + pattern.Length));
        Assert.InRange(ComparisonsOf(name, string.Concat(Enumerable.Repeat(pattern, 2_000)), expected: false), 1, 8 * (name.Length + (2_000 * pattern.Length)));
    }

    [Fact]
    public void Matches_AnyPattern_TakesAtMostLongestRunTimesNameSteps() =>
        Prop.ForAll(Texts.Of("ab", 300), Texts.Of("ab*?", 60), static (name, pattern) =>
        {
            int longestRun = pattern.Split('*').Max(static run => run.Length);
            long most = 4 * ((name.Length * (longestRun + 1)) + pattern.Length);
            long comparisons = ComparisonsOf(name, pattern, StringPatternMatcher.Matches(name, pattern));
            Assert.True(comparisons <= most, $"{comparisons} comparisons, at most {most} are allowed");
        }).Check(1_000);

    /// <summary>4,000 times 36 pairs; and each name against all the patterns as one comma list.</summary>
    [Fact]
    public void Matches_RandomPairs_AgreesWithTheDefinition()
    {
        int pairs = 0;
        int matched = 0;
        Prop.ForAll(Texts.Names.Some(6), Texts.Patterns.Some(6), (names, patterns) =>
        {
            foreach (string name in names)
            {
                bool any = false;
                foreach (string pattern in patterns)
                {
                    bool expected = NaiveMatches(name, pattern);
                    any |= expected && pattern.Length > 0; // blank entries of a list are ignored
                    pairs++;
                    if (expected) matched++;
                    Assert.True(expected == StringPatternMatcher.Matches(name, pattern), $"\"{name}\" against \"{pattern}\" should be {expected}");
                    Assert.True(expected == new SignalPattern(pattern).Matches(name), $"\"{name}\" against SignalPattern \"{pattern}\" should be {expected}");
                }

                Assert.Equal(any, StringPatternMatcher.MatchesAny(name, patterns));
                Assert.Equal(any, StringPatternMatcher.MatchesAny(name, [string.Join(" , ", patterns)]));
                Assert.Equal(any, SignalPatternSet.Parse(patterns).Matches(name));
            }
        }).Check(4_000);

        if (PropertyRun.IsReplay) return;
        Assert.InRange(pairs, 100_000, int.MaxValue);
        Assert.InRange(matched, pairs / 20, pairs - (pairs / 20));
    }

    [Fact]
    public void Matches_NullArguments_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => StringPatternMatcher.Matches(null!, "a"));
        Assert.Throws<ArgumentNullException>(() => StringPatternMatcher.Matches("a", null!));
        Assert.Throws<ArgumentNullException>(() => StringPatternMatcher.MatchesAny("a", null!));
    }

    private static bool NaiveMatches(ReadOnlySpan<char> value, ReadOnlySpan<char> pattern)
    {
        if (pattern.IsEmpty) return value.IsEmpty;
        if (pattern[0] == '*') return NaiveMatches(value, pattern[1..]) || (!value.IsEmpty && NaiveMatches(value[1..], pattern));
        return !value.IsEmpty && (pattern[0] == '?' || pattern[0] == value[0]) && NaiveMatches(value[1..], pattern[1..]);
    }

    private static long ComparisonsOf(string name, string pattern, bool expected)
    {
        CountedCharacter[] counted = CountedCharacter.Of(name);
        CountedCharacter[] countedPattern = CountedCharacter.Of(pattern);
        bool matches = false;
        long comparisons = CountedCharacter.Comparisons(() =>
            matches = StringPatternMatcher.Matches<CountedCharacter, CountedCharacter>(counted, countedPattern));
        Assert.Equal(expected, matches);
        return comparisons;
    }
}
