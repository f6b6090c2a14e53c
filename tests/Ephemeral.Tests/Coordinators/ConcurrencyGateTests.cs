namespace Ephemeral.Tests.Coordinators;

public sealed class ConcurrencyGateTests
{
    public static TheoryData<IConcurrencyGate> Gates => [new FixedConcurrencyGate(2), new AdjustableConcurrencyGate(2)];

    [Theory]
    [MemberData(nameof(Gates), DisableDiscoveryEnumeration = true)]
    public async Task Wait_LetsInAsManyAsTheLimit_AndTheNextWhenOneLeaves(IConcurrencyGate gate)
    {
        await gate.WaitAsync().Within();
        await gate.WaitAsync().Within();
        ValueTask third = gate.WaitAsync();

        Assert.False(third.IsCompleted);
        gate.Release();
        await third.Within();
    }

    [Theory]
    [MemberData(nameof(Gates), DisableDiscoveryEnumeration = true)]
    public async Task ACancelledWait_TakesNoPlace(IConcurrencyGate gate)
    {
        await gate.WaitAsync().Within();
        await gate.WaitAsync().Within();
        using CancellationTokenSource cancellation = new();
        Task cancelled = gate.WaitAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Within());
        gate.Release();
        await gate.WaitAsync().Within();
    }

    [Theory]
    [MemberData(nameof(Gates), DisableDiscoveryEnumeration = true)]
    public void Release_WithNobodyInside_SaysSo(IConcurrencyGate gate) =>
        Assert.Contains("nobody is inside", Assert.Throws<InvalidOperationException>(gate.Release).Message);

    [Fact]
    public void AFixedGate_CannotBeAdjusted() =>
        Assert.Contains(nameof(AdjustableConcurrencyGate), Assert.Throws<NotSupportedException>(() => new FixedConcurrencyGate(1).UpdateLimit(2)).Message);

    [Fact]
    public async Task Waiters_EnterInOrder_AndNeverBeyondTheCurrentLimit()
    {
        AdjustableConcurrencyGate gate = new(1);
        await gate.WaitAsync().Within();
        Task[] waiting = [.. Enumerable.Range(0, 4).Select(_ => gate.WaitAsync().AsTask())];

        gate.UpdateLimit(3);
        await Task.WhenAll(waiting[0], waiting[1]).Within();
        Assert.False(waiting[2].IsCompleted);
        gate.UpdateLimit(1);
        gate.Release();
        gate.Release();
        Assert.False(waiting[2].IsCompleted);
        gate.Release();

        await waiting[2].Within();
        Assert.False(waiting[3].IsCompleted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void LimitsBelowOne_AreRefused(int limit)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FixedConcurrencyGate(limit));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdjustableConcurrencyGate(limit));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdjustableConcurrencyGate(1).UpdateLimit(limit));
    }
}
