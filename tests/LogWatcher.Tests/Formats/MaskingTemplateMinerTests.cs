using LogWatcher.Formats;

namespace LogWatcher.Tests.Formats;

public class MaskingTemplateMinerTests
{
    [Fact]
    public void LikeMessages_ShareATemplate()
    {
        MaskingTemplateMiner miner = new();

        Assert.Equal(miner.Mine("order 1 failed"), miner.Mine("order 2 failed"));
        Assert.NotEqual(miner.Mine("order 1 failed"), miner.Mine("order 1 passed"));
        Assert.Equal(2, miner.Count);
    }

    [Fact]
    public void BeyondTheLimit_MessagesShareTheOverflow_AndKnownOnesKeepTheirs()
    {
        MaskingTemplateMiner miner = new(maxTemplates: 2);
        MessageTemplate first = miner.Mine("a");
        miner.Mine("b");

        MessageTemplate third = miner.Mine("c");

        Assert.True(third.IsOverflow);
        Assert.Equal(third, miner.Mine("d"));
        Assert.Equal(first, miner.Mine("a"));
        Assert.Equal((2, 2), (miner.Count, miner.Overflowed));
    }
}
