using LogWatcher.Watching;

namespace LogWatcher.Tests.Watching;

public class WakeSignalTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Signals_BeforeTheWait_AreKeptAsOne()
    {
        using WakeSignal wake = new(_time);
        wake.Set();
        wake.Set();

        Assert.True(await wake.WaitAsync(TimeSpan.FromSeconds(1), default).Within());
        Task<bool> second = wake.WaitAsync(TimeSpan.FromSeconds(1), default);
        Assert.False(second.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await second.Within());
    }

    [Fact]
    public async Task Signal_EndsTheWait()
    {
        using WakeSignal wake = new(_time);
        Task<bool> wait = wake.WaitAsync(TimeSpan.FromSeconds(1), default);

        wake.Set();

        Assert.True(await wait.Within());
    }

    [Fact]
    public async Task Cancellation_EndsTheWait()
    {
        using WakeSignal wake = new(_time);
        using CancellationTokenSource stop = new();
        Task<bool> wait = wake.WaitAsync(TimeSpan.FromSeconds(1), stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.Within());
    }
}
