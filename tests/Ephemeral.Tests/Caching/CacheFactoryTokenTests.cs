namespace Ephemeral.Tests.Caching;

/// <summary>Factories with a token: it is cancelled when all who waited have left, and not before.</summary>
public sealed class CacheFactoryTokenTests : IDisposable
{
    private readonly EphemeralLruCache<string, int> _cache = new(new() { TimeProvider = new ManualTimeProvider() });
    private readonly Gate _gate = new();
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();
    private CancellationToken _token;

    public void Dispose()
    {
        _cache.Dispose();
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task WhenAllWhoWaitHaveLeft_TheFactoryIsCancelled_AndTheNextCallerStartsAnew()
    {
        Task<int> first = AskAsync(_first.Token);
        Task<int> second = AskAsync(_second.Token);

        await LeaveAsync(first, _first);
        Assert.False(_token.IsCancellationRequested);
        Assert.Equal(1, _cache.GetStats().InFlight);
        await LeaveAsync(second, _second);

        Assert.True(_token.IsCancellationRequested);
        Assert.Equal(0, _cache.GetStats().InFlight);
        Assert.Equal(2, await _cache.GetOrAddAsync("a", static (_, _) => Task.FromResult(2)));
    }

    [Fact]
    public async Task WhileSomebodyWaits_TheFactoryGoesOn_AndItsTokenIsNeverCancelled()
    {
        Task<int> first = AskAsync(_first.Token);
        Task<int> second = _cache.GetOrAddAsync("a", static _ => Task.FromResult(9)).AsTask(); // without a token, and one who waits all the same
        await LeaveAsync(first, _first);

        _gate.Open();

        Assert.Equal(1, await second.Within());
        Assert.False(_token.IsCancellationRequested);
        Assert.True(_cache.TryGet("a", out _));
    }

    [Fact]
    public async Task WhatACancelledFactoryComputesAllTheSame_IsNotCached()
    {
        TaskCompletionSource<int> stubborn = new();
        Task<int> caller = _cache.GetOrAddAsync("a", (_, _) => stubborn.Task, cancellationToken: _first.Token).AsTask();
        await LeaveAsync(caller, _first);

        stubborn.SetResult(1);

        Assert.False(_cache.TryGet("a", out _));
    }

    [Fact]
    public async Task AfterAnInvalidation_TheLastToLeaveStillCancels()
    {
        Task<int> caller = AskAsync(_first.Token);
        Assert.True(_cache.Invalidate("a"));
        Task<int> next = _cache.GetOrAddAsync("a", async (_, token) =>
        {
            await _gate.WaitAsync(token);
            return 2;
        }).AsTask();

        await LeaveAsync(caller, _first);

        Assert.True(_token.IsCancellationRequested);
        Assert.Equal(1, _cache.GetStats().InFlight);
        _gate.Open();
        Assert.Equal(2, await next.Within());
    }

    [Fact]
    public async Task ATokenCallbackThatThrows_IsCounted_AndTheCallerIsCancelledAllTheSame()
    {
        Task<int> caller = _cache.GetOrAddAsync("a", async (_, token) =>
        {
            token.Register(static () => throw new FormatException());
            await _gate.WaitAsync(token);
            return 1;
        }, cancellationToken: _first.Token).AsTask();

        await LeaveAsync(caller, _first);

        Assert.Equal(1, _cache.CallbackFailures);
    }

    [Fact]
    public async Task AFactoryThatAsksForAnotherKeyWithItsToken_TakesThatWithIt()
    {
        Task<int> caller = _cache.GetOrAddAsync("outer", async (_, token) => await AskAsync(token), cancellationToken: _first.Token).AsTask();
        await _gate.Reached;

        await LeaveAsync(caller, _first);

        Assert.True(_token.IsCancellationRequested);
        Assert.Equal(0, _cache.GetStats().InFlight);
    }

    [Fact]
    public async Task AHitOrAFailure_CancelsNothing()
    {
        CancellationToken seen = default;
        await Assert.ThrowsAsync<FormatException>(async () => await _cache.GetOrAddAsync("a", (_, token) =>
        {
            seen = token;
            throw new FormatException();
        }));

        Assert.True(seen.CanBeCanceled);
        Assert.False(seen.IsCancellationRequested);
        await Assert.ThrowsAsync<ArgumentNullException>("factory", () => _cache.GetOrAddAsync("a", (Func<string, CancellationToken, Task<int>>)null!).AsTask());
        await Assert.ThrowsAsync<ArgumentNullException>("factory", () => _cache.GetOrAddAsync("a", (Func<string, Task<int>>)null!).AsTask());
    }

    private Task<int> AskAsync(CancellationToken cancellationToken) => _cache.GetOrAddAsync("a", async (_, token) =>
    {
        _token = token;
        await _gate.WaitAsync(token);
        return 1;
    }, cancellationToken: cancellationToken).AsTask();

    private static async Task LeaveAsync(Task<int> caller, CancellationTokenSource own)
    {
        await own.CancelAsync();
        OperationCanceledException left = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller.Within());
        Assert.Equal(own.Token, left.CancellationToken);
    }
}
