namespace Ephemeral.Tests.Signals;

public sealed class SignalConstraintsTests
{
    private static readonly SignalPropagation _threeSteps = SignalPropagation.Root("a").Extend("b").Extend("c");

    [Fact]
    public void Presets_AreAsDocumented()
    {
        Assert.Equal((10, true), (SignalConstraints.Default.MaxDepth, SignalConstraints.Default.BlockCycles));
        Assert.Equal((5, true), (SignalConstraints.Strict.MaxDepth, SignalConstraints.Strict.BlockCycles));
        Assert.Equal((int.MaxValue, false), (SignalConstraints.None.MaxDepth, SignalConstraints.None.BlockCycles));
    }

    [Fact]
    public void ShouldBlock_SignalThatNothingCaused_IsNeverBlocked()
    {
        SignalConstraints constraints = new() { MaxDepth = 1, TerminalSignals = ["a"] };

        Assert.Null(constraints.ShouldBlock("a", cause: null));
    }

    [Fact]
    public void ShouldBlock_SeveralReasons_NamesDepthThenCycleThenTerminal()
    {
        Assert.Equal(SignalBlockReason.MaxDepthExceeded, Constraints(maxDepth: 3).ShouldBlock("a", _threeSteps));
        Assert.Equal(SignalBlockReason.CycleDetected, Constraints(maxDepth: 4).ShouldBlock("a", _threeSteps));
        Assert.Equal(SignalBlockReason.TerminalSignalReached, Constraints(maxDepth: 4).ShouldBlock("d", _threeSteps));
    }

    [Fact]
    public void ShouldBlock_CyclesAllowed_LooksOnAtDepthOnly() =>
        Assert.Null(new SignalConstraints { BlockCycles = false }.ShouldBlock("a", _threeSteps));

    [Fact]
    public void MaxDepth_BelowOne_IsRefused()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new SignalConstraints { MaxDepth = 0 });

        Assert.Contains("MaxDepth of 1 or more", error.Message, StringComparison.Ordinal);
    }

    private static SignalConstraints Constraints(int maxDepth) => new() { MaxDepth = maxDepth, TerminalSignals = ["c"] };

    [Fact]
    public void NamesThatAreNullOrEmpty_AreRefused()
    {
        Assert.Equal("TerminalSignals", Assert.Throws<ArgumentNullException>(static () => new SignalConstraints { TerminalSignals = null! }).ParamName);
        Assert.Equal("LeafSignals", Assert.Throws<ArgumentNullException>(static () => new SignalConstraints { LeafSignals = null! }).ParamName);
        Assert.Throws<ArgumentException>(static () => new SignalConstraints { LeafSignals = ["a", ""] });
    }

    [Fact]
    public void NamesThatTheCallerChangesLater_ChangeNothing_AndAComparerCounts()
    {
        HashSet<string> terminal = new(StringComparer.OrdinalIgnoreCase) { "End" };
        SignalConstraints constraints = new() { TerminalSignals = terminal };
        terminal.Add("a");

        Assert.Null(constraints.ShouldBlock("b", SignalPropagation.Root("a")));
        Assert.Equal(SignalBlockReason.TerminalSignalReached, constraints.ShouldBlock("b", SignalPropagation.Root("end")));
    }
}
