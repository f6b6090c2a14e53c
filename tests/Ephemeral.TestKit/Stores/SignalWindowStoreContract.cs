using Xunit;

namespace Ephemeral.TestKit.Stores;

/// <summary>What every <see cref="ISignalWindowStore"/> has to pass.</summary>
public abstract class SignalWindowStoreContract
{
    private static readonly DateTimeOffset _time = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    [Fact]
    public async Task AnEmptyStore_HasNothing() => Assert.Empty(await (await OpenAsync()).ReadAsync().Within());

    [Fact]
    public async Task WhatWasAdded_IsThereAfterARestart_InOrder_ToTheTick()
    {
        StoredSignal[] signals =
        [
            new(1, "order.saved", 42, "7", _time),
            new(2, "order.saved", 42, "7", _time), // the same once more is another signal
            new(3, "grün:*?%_'\"\n\u0001🚦", long.MaxValue, null, DateTimeOffset.UnixEpoch),
            new(long.MaxValue, "x", 1, "", _time.AddTicks(1)),
        ];
        await (await OpenAsync()).WriteAsync(signals, []).Within();

        Assert.Equal(signals, await (await OpenAsync()).ReadAsync().Within());
    }

    [Fact]
    public async Task WhatWasRemoved_IsGone_AndAnUnknownIdIsNoError()
    {
        ISignalWindowStore store = await OpenAsync();
        await store.WriteAsync([Signal(1), Signal(2), Signal(3)], []).Within();

        await store.WriteAsync([Signal(4)], [1, 3, 99]).Within();

        Assert.Equal([Signal(2), Signal(4)], await (await OpenAsync()).ReadAsync().Within());
    }

    [Fact]
    public async Task AWriteThatIsRepeated_ChangesNothing()
    {
        ISignalWindowStore store = await OpenAsync();
        await store.WriteAsync([Signal(1), Signal(2)], []).Within();
        for (int i = 0; i < 2; i++) await store.WriteAsync([Signal(3), Signal(4)], [1]).Within();

        Assert.Equal([Signal(2), Signal(3), Signal(4)], await (await OpenAsync()).ReadAsync().Within());
    }

    [Fact]
    public async Task AnEmptyWrite_ChangesNothing()
    {
        ISignalWindowStore store = await OpenAsync();
        await store.WriteAsync([Signal(1)], []).Within();
        await store.WriteAsync([], []).Within();

        Assert.Equal([Signal(1)], await store.ReadAsync().Within());
    }

    [Fact]
    public async Task ManyInOneWrite_AreAllThere()
    {
        StoredSignal[] signals = [.. Enumerable.Range(1, 2_500).Select(static id => Signal(id))];
        ISignalWindowStore store = await OpenAsync();
        await store.WriteAsync(signals, []).Within();
        await store.WriteAsync([], [.. signals[..1_200].Select(static signal => signal.Id)]).Within();

        Assert.Equal(signals[1_200..], await (await OpenAsync()).ReadAsync().Within());
    }

    [Fact]
    public async Task ACancelledCall_DoesNothing()
    {
        ISignalWindowStore store = await OpenAsync();
        CancellationToken cancelled = new(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.WriteAsync([Signal(1)], [], cancelled).Within());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ReadAsync(cancelled).Within());

        Assert.Empty(await store.ReadAsync().Within());
    }

    /// <summary>Opens the store of this test: empty at first, and later as a process would that has been restarted.</summary>
    protected abstract ValueTask<ISignalWindowStore> OpenAsync();

    private static StoredSignal Signal(long id) => new(id, $"signal.{id % 7}", id % 5, id % 3 == 0 ? null : $"key {id}", _time.AddSeconds(id));
}
