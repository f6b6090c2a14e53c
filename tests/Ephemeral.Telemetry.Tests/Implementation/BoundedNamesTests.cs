using Ephemeral.Telemetry.Implementation;

namespace Ephemeral.Telemetry.Tests.Implementation;

public class BoundedNamesTests
{
    [Fact]
    public void Of_LetsTheFirstNamesThrough_AndKeepsThem()
    {
        BoundedNames names = new(2);

        Assert.Equal(["a", "b", "_OTHER", "a", "b", "_OTHER"], new[] { "a", "b", "c", "a", "b", "c" }.Select(names.Of));
        Assert.Equal(2, names.Count);
    }

    [Theory]
    [InlineData("order.failed:42", "order.failed")]
    [InlineData("order.failed", "order.failed")]
    [InlineData("a:b:c", "a")]
    public void OfStem_CutsAtTheFirstColon(string name, string stem) => Assert.Equal(stem, new BoundedNames(2).OfStem(name));

    [Fact]
    public void OfStem_OfUnseenNamesBeyondTheBound_IsOther()
    {
        BoundedNames names = new(1);

        Assert.Equal(["a", "_OTHER", "a"], new[] { "a:1", "b:1", "a:2" }.Select(names.OfStem));
    }

    [Fact]
    public async Task Of_CalledAtOnce_NeverPassesTheBound()
    {
        BoundedNames names = new(32);

        string[][] given = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            Enumerable.Range(0, 1_000).Select(i => names.Of($"n{i}")).ToArray()))).Within();

        Assert.Equal(32, names.Count);
        Assert.Equal(33, given.SelectMany(static name => name).Distinct().Count());
    }
}
