using Ephemeral.Engine;

namespace Ephemeral.Tests.Engine;

public sealed class WaitingOrderTests
{
    private readonly Slots _slots = new();

    [Fact]
    public void TryFind_IsTheLongestWaiting_InTheLaneOrInAll()
    {
        WaitingOrder order = new(lanes: 2, capacity: 10);
        Add(order, lane: 1, slot: 0);
        Add(order, lane: 0, slot: 1);
        Add(order, lane: 0, slot: 2);

        Assert.Equal([0, 1, 0], [Find(order, null), Find(order, 0), Find(order, 1)]);
        _slots.Leave(0);
        Assert.Equal([1, 1, -1], [Find(order, null), Find(order, 0), Find(order, 1)]);
    }

    [Fact]
    public void AnItemThatComesBack_WaitsAnew()
    {
        WaitingOrder order = new(lanes: 1, capacity: 10);
        Add(order, lane: 0, slot: 0);
        Add(order, lane: 0, slot: 1);
        _slots.Start(0);
        Add(order, lane: 0, slot: 0);

        Assert.Equal(1, Find(order, null));
        _slots.Leave(1);
        Assert.Equal(0, Find(order, null));
    }

    [Fact]
    public void ASlotThatIsUsedAgain_IsAnotherItem()
    {
        WaitingOrder order = new(lanes: 1, capacity: 10);
        Add(order, lane: 0, slot: 0);
        Add(order, lane: 0, slot: 1);
        _slots.Leave(0);
        Add(order, lane: 0, slot: 0);

        Assert.Equal(1, Find(order, null));
    }

    [Fact]
    public void BehindAnItemThatStays_WhatHasGoneIsSweptOut()
    {
        WaitingOrder order = new(lanes: 1, capacity: 10);
        Add(order, lane: 0, slot: 0);
        for (int i = 0; i < 1_000; i++)
        {
            Add(order, lane: 0, slot: 1);
            _slots.Leave(1);
        }

        Assert.Equal(0, Find(order, null));
        Assert.InRange(order.Count, 1, 20);
    }

    private void Add(WaitingOrder order, int lane, int slot)
    {
        _slots.Queue(slot);
        order.Add(_slots, lane, slot);
    }

    private int Find(WaitingOrder order, int? lane) => order.TryFind(_slots, lane, out int slot) ? slot : -1;

    private sealed class Slots : SlotLinks
    {
        private readonly (long Id, int Attempts, bool IsQueued)[] _states = new (long, int, bool)[10];
        private long _ids;

        public void Queue(int slot) => _states[slot] = (_states[slot].Id == 0 ? ++_ids : _states[slot].Id, _states[slot].Attempts, true);

        public void Start(int slot) => _states[slot] = (_states[slot].Id, _states[slot].Attempts + 1, false);

        public void Leave(int slot) => _states[slot] = default;

        internal override long IdOf(int slot) => _states[slot].Id;

        internal override int AttemptsOf(int slot) => _states[slot].Attempts;

        internal override bool IsQueued(int slot, long id, int attempts) => _states[slot] == (id, attempts, true);
    }
}
