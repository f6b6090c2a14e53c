namespace Ephemeral.Tests.Scopes;

public sealed class ScopedSignalKeyTests
{
    private static readonly SignalContext _context = new("shop", "orders", "parser");

    [Fact]
    public void Keys_OfTheThreeScopes_LeaveOpenWhatIsWider()
    {
        Assert.Equal("shop.orders.parser.failed", ScopedSignalKey.ForAtom(_context, "failed"));
        Assert.Equal("shop.orders.*.failed", ScopedSignalKey.ForCoordinator(_context, "failed"));
        Assert.Equal("shop.*.*.failed", ScopedSignalKey.ForSink(_context, "failed"));
        Assert.Equal("shop.orders.parser", $"{_context}");
    }

    [Fact]
    public void WiderKey_IsAPatternOfTheNarrowerOnes()
    {
        string atom = ScopedSignalKey.ForAtom(_context, "failed");
        string coordinator = ScopedSignalKey.ForCoordinator(_context, "failed");

        Assert.True(StringPatternMatcher.Matches(atom, coordinator));
        Assert.True(StringPatternMatcher.Matches(atom, ScopedSignalKey.ForSink(_context, "failed")));
        Assert.False(StringPatternMatcher.Matches(atom, ScopedSignalKey.ForCoordinator(new("shop", "mails", "x"), "failed")));
    }

    [Theory]
    [InlineData("shop.orders.parser.failed", "shop", "orders", "parser", "failed")]
    [InlineData("shop.orders.*.failed", "shop", "orders", "*", "failed")]
    [InlineData("shop.*.*.failed", "shop", "*", "*", "failed")]
    [InlineData("shop.orders.parser.row.failed:7.5", "shop", "orders", "parser", "row.failed:7.5")]
    public void TryParse_ReadsWhatToStringWrites(string text, string sink, string coordinator, string atom, string name)
    {
        Assert.True(ScopedSignalKey.TryParse(text, out ScopedSignalKey? key));

        (string ofSink, string ofCoordinator, string ofAtom, string ofName) = key;
        Assert.Equal((sink, coordinator, atom, name), (ofSink, ofCoordinator, ofAtom, ofName));
        Assert.Equal(text, key.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("failed")]
    [InlineData("orders.parser.failed")]
    [InlineData("shop.orders.parser.")]
    [InlineData("shop..parser.failed")]
    [InlineData("*.orders.parser.failed")]
    [InlineData("shop.*.parser.failed")]
    [InlineData("shop.or*.parser.failed")]
    [InlineData("shop.orders.pars?r.failed")]
    [InlineData("shop.*.p*.failed")]
    public void TryParse_OfAnythingElse_IsFalse(string? text)
    {
        Assert.False(ScopedSignalKey.TryParse(text, out ScopedSignalKey? key));
        Assert.Null(key);
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        Assert.Equal("sink", Assert.Throws<ArgumentNullException>(static () => new SignalContext(null!, "a", "b")).ParamName);
        Assert.Equal("coordinator", Assert.Throws<ArgumentException>(static () => new SignalContext("a", "", "b")).ParamName);
        ArgumentException dotted = Assert.Throws<ArgumentException>(static () => new SignalContext("a", "b", "c.d"));
        Assert.Contains("no dot, * or ?, but was \"c.d\"", dotted.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(static () => new SignalContext("*", "b", "c"));
        Assert.Equal("context", Assert.Throws<ArgumentNullException>(static () => ScopedSignalKey.ForAtom(null!, "a")).ParamName);
        Assert.Equal("name", Assert.Throws<ArgumentException>(static () => ScopedSignalKey.ForSink(_context, "")).ParamName);
        Assert.Throws<ArgumentNullException>(static () => (string)(ScopedSignalKey)null!);
    }
}
