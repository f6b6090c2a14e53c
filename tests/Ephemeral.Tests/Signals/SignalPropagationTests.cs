namespace Ephemeral.Tests.Signals;

public sealed class SignalPropagationTests
{
    [Fact]
    public void Extend_LeavesTheOriginalAlone()
    {
        SignalPropagation root = SignalPropagation.Root("a", 1);
        SignalPropagation longer = root.Extend("b", 2).Extend("c");

        Assert.Equal(1, root.Depth);
        Assert.Equal(3, longer.Depth);
        Assert.Equal([new("a", 1), new("b", 2), new("c", 0)], longer.Path);
        Assert.Equal(new SignalCause("c", 0), longer.Last);
        Assert.Equal("a > b > c", longer.ToString());
    }

    [Fact]
    public void Contains_NameOrOperation_LooksAtEveryStep()
    {
        SignalPropagation chain = SignalPropagation.Root("a", 1).Extend("b", 2);

        Assert.True(chain.Contains("a"));
        Assert.False(chain.Contains("c"));
        Assert.True(chain.Contains(2));
        Assert.False(chain.Contains(3));
    }

    [Fact]
    public void Root_WithoutAName_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => SignalPropagation.Root(""));
        Assert.Throws<ArgumentNullException>(() => SignalPropagation.Root(null!));
    }
}
