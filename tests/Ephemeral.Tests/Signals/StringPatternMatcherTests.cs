using Ephemeral.Signals;

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

    [Fact]
    public void Matches_HostilePattern_EndsAfterBoundedSteps()
    {
        string value = new('a', 20_000);
        string pattern = string.Concat(Enumerable.Repeat("*a", 5_000)) + "b";

        Assert.False(StringPatternMatcher.Matches(value, pattern));
        Assert.False(StringPatternMatcher.Matches(value, "*?a*?a*?a*?a*?a*?b"));
    }

    /// <summary>Small alphabets make matches, near misses and repeated runs frequent.</summary>
    [Fact]
    public void Matches_RandomPairs_AgreesWithTheDefinition()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        int matched = 0;
        for (int i = 0; i < 200_000; i++)
        {
            string value = Text(random, "ab.", 12);
            string pattern = Text(random, "ab.**?", 9);
            bool expected = NaiveMatches(value, pattern);
            if (expected) matched++;

            string what = $"seed {seed}: \"{value}\" against \"{pattern}\" should be {expected}";
            Assert.True(expected == StringPatternMatcher.Matches(value, pattern), what);
            Assert.True(expected == new SignalPattern(pattern).Matches(value), what);
        }

        Assert.InRange(matched, 5_000, 195_000);
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

    private static string Text(Random random, string alphabet, int maxLength) =>
        string.Create(random.Next(maxLength + 1), (random, alphabet), static (text, state) =>
        {
            foreach (ref char character in text) character = state.alphabet[state.random.Next(state.alphabet.Length)];
        });
}
