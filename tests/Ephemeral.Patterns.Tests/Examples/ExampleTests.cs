namespace Ephemeral.Patterns.Tests.Examples;

public sealed class ExampleTests
{
    [Theory]
    [InlineData(10, 1)]
    [InlineData(7, 3)]
    [InlineData(0, 2)]
    [InlineData(5, 0)]
    [InlineData(3_000, 2)]
    public async Task CoordinatedReads_NeverOverlapAnUpdate(int reads, int updates)
    {
        SignalCoordinatedReads.Result result = await SignalCoordinatedReads.RunAsync(reads, updates).Within();

        Assert.Equal((reads, updates, 0), (result.Reads, result.Updates, result.Overlaps));
        Assert.Equal(Enumerable.Repeat((string[])["update.in-progress", "update.done"], updates).SelectMany(static each => each), result.Signals);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(0)]
    [InlineData(3_000)]
    public async Task ReactionShowcase_EveryWayReactsToEverySignal(int items)
    {
        SignalReactionShowcase.Result result = await SignalReactionShowcase.RunAsync(items).Within();

        Assert.Equal(new(items, items * 2, items * 2, items, items), result);
    }

    [Theory]
    [InlineData(10, 3, 3)]
    [InlineData(10, 50, 10)]
    [InlineData(20_000, 10_000, 10_000)]
    [InlineData(0, 1, 0)]
    public async Task LongWindow_RemembersWhatFits(int items, int window, int tracked)
    {
        LongWindowDemo.Result result = await LongWindowDemo.RunAsync(items, window).Within();

        Assert.Equal(new(items, tracked, window), result);
    }

    [Fact]
    public async Task LongWindow_TakesItsTimeFromTheClock()
    {
        ManualTimeProvider time = new();
        TaskCompletionSource works = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TimerWatch watch = new(time)
        {
            TimerSet = due =>
            {
                if (due == TimeSpan.FromMinutes(1)) works.TrySetResult();
            },
        };
        Task<LongWindowDemo.Result> demo = LongWindowDemo.RunAsync(1, 1, workDelayMs: 60_000, watch);
        await works.Task.Within();
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, (await demo.Within()).TotalCompleted);
    }

    [Fact]
    public async Task ACancelledExample_Ends()
    {
        CancellationToken cancelled = new(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SignalCoordinatedReads.RunAsync(cancellationToken: cancelled).Within());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SignalReactionShowcase.RunAsync(cancellationToken: cancelled).Within());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LongWindowDemo.RunAsync(5, 5, cancellationToken: cancelled).Within());
    }

    [Fact]
    public async Task NumbersOutOfRange_AreRefused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SignalCoordinatedReads.RunAsync(-1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SignalCoordinatedReads.RunAsync(1, -1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SignalReactionShowcase.RunAsync(-1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => LongWindowDemo.RunAsync(-1, 1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => LongWindowDemo.RunAsync(1, 0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => LongWindowDemo.RunAsync(1, 1, -1));
    }
}
