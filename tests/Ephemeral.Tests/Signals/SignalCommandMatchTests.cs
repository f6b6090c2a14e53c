namespace Ephemeral.Tests.Signals;

public sealed class SignalCommandMatchTests
{
    [Theory]
    [InlineData("window.size.set:100", "window.size.set", "100")]
    [InlineData("orders.window.size.set:100", "window.size.set", "100")]
    [InlineData("file.saved:/x:y:z", "file.saved", "/x:y:z")]
    [InlineData("set:", "set", "")]
    [InlineData("set.set:1", "set", "1")]
    [InlineData("set:1 set:2", "set", "1 set:2")]
    [InlineData("aaab:1", "aab", "1")]
    [InlineData("aaa:1", "aa", "1")]
    public void TryParse_FindsTheFirstPlaceWithAColon(string signal, string command, string payload)
    {
        Assert.True(SignalCommandMatch.TryParse(signal, command, out SignalCommandMatch match));

        (string foundCommand, string foundPayload) = match;
        Assert.Equal((command, payload), (foundCommand, foundPayload));
        Assert.True(SignalCommandMatch.TryParseSpan(signal, command, out ReadOnlySpan<char> span));
        Assert.Equal(payload, span.ToString());
    }

    [Theory]
    [InlineData("window.size.set", "window.size.set")]
    [InlineData("window.size.settle:1", "window.size.set")]
    [InlineData("WINDOW:1", "window")]
    [InlineData("", "set")]
    [InlineData(":", "set")]
    public void TryParse_WithoutTheCommand_IsFalse(string signal, string command)
    {
        Assert.False(SignalCommandMatch.TryParse(signal, command, out SignalCommandMatch match));

        Assert.Equal(default, match);
        Assert.False(SignalCommandMatch.TryParseSpan(signal, command, out ReadOnlySpan<char> payload));
        Assert.True(payload.IsEmpty);
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        Assert.Equal("signal", Assert.Throws<ArgumentNullException>(static () => SignalCommandMatch.TryParse(null!, "set", out _)).ParamName);
        Assert.Equal("command", Assert.Throws<ArgumentNullException>(static () => SignalCommandMatch.TryParse("set:1", null!, out _)).ParamName);
        Assert.Equal("command", Assert.Throws<ArgumentException>(static () => SignalCommandMatch.TryParse("set:1", "", out _)).ParamName);
        Assert.False(SignalCommandMatch.TryParseSpan("set:1", "", out _));
    }
}
