using Ephemeral.Engine;

namespace Ephemeral.Tests.Engine;

/// <summary>Putting items back in order of acceptance.</summary>
public sealed class SlotListTests
{
    private readonly Links _links = new();
    private SlotList _list; // mutable struct: never readonly

    [Fact]
    public void ManyThatComeBackInOrder_AreOneWalk()
    {
        _list.Append(_links, 0);
        _list.Append(_links, 63);

        for (int slot = 1; slot < 63; slot++) _list.Insert(_links, slot);

        Assert.Equal(Enumerable.Range(0, 64), _list.In(_links));
        Assert.InRange(_links.Looks, 1, 64 * 6); // a walk each would be 2,000
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void WhateverLeavesMeanwhile_TheOrderIsThatOfAcceptance(int seed)
    {
        Random random = new(seed);
        SortedSet<int> expected = [];
        for (int step = 0; step < 5_000; step++)
        {
            int slot = random.Next(64);
            if (random.Next(4) == 0)
            {
                Assert.Equal(expected.Count > 0, _list.TryTake(_links, out int taken));
                if (expected.Count > 0) Assert.Equal(expected.Min, taken);
                expected.Remove(taken);
            }
            else if (expected.Remove(slot))
            {
                Assert.True(_list.Remove(_links, slot));
            }
            else
            {
                expected.Add(slot);
                _list.Insert(_links, slot);
            }

            Assert.Equal(expected, _list.In(_links));
        }
    }

    private sealed class Links : SlotLinks
    {
        public int Looks { get; private set; }

        internal override long IdOf(int slot)
        {
            Looks++;
            return slot + 1;
        }

        internal override int AttemptsOf(int slot) => 0;

        internal override bool IsQueued(int slot, long id, int attempts) => true;
    }
}
