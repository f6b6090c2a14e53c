namespace Ephemeral.Patterns.Tests.ReactiveFanOut;

public sealed class ReactiveFanOutPipelineTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _sink;

    public ReactiveFanOutPipelineTests() => _sink = new(timeProvider: _time);

    [Fact]
    public async Task EveryItem_GoesThroughBothStages()
    {
        int first = 0;
        int second = 0;
        await using ReactiveFanOutPipeline<int> pipeline = new(
            (_, _) =>
            {
                Interlocked.Increment(ref second);
                return Task.CompletedTask;
            },
            (_, _) =>
            {
                Interlocked.Increment(ref first);
                return Task.CompletedTask;
            });
        for (int i = 0; i < 5_000; i++) await pipeline.EnqueueAsync(i);

        await pipeline.DrainAsync().Within();

        Assert.Equal((5_000, 5_000, 0), (first, second, pipeline.Stage2Pending));
        Assert.Equal(5_000, pipeline.GetStage2Metrics().Completed);
        await pipeline.EnqueueAsync(1); // a drain is a flush
        await pipeline.DrainAsync().Within();
    }

    [Fact]
    public async Task TooManyWaiting_HalvesTheFirstStage_AndReliefDoublesIt()
    {
        Gate gate = new();
        List<string> signals = [];
        _sink.Subscribe("stage2.*", signal => signals.Add(signal.Signal));
        _sink.SignalRetracted += signal => signals.Add("-" + signal.Signal);
        await using ReactiveFanOutPipeline<int> pipeline = new(
            (_, ct) => gate.WaitAsync(ct),
            stage1MaxConcurrency: 8,
            stage2MaxConcurrency: 1,
            backpressureThreshold: 4,
            reliefThreshold: 1,
            adjustCooldownMs: 0,
            sink: _sink,
            timeProvider: _time);
        await FillAsync(pipeline, 1); // runs
        await gate.Reached;
        await FillAsync(pipeline, 4);
        Assert.Equal((4, 4), (pipeline.Stage2Pending, pipeline.Stage1CurrentMaxConcurrency));
        await FillAsync(pipeline, 2);
        Assert.Equal(1, pipeline.Stage1CurrentMaxConcurrency);
        await FillAsync(pipeline, 5);
        Assert.Equal(1, pipeline.Stage1CurrentMaxConcurrency); // its lowest
        Assert.True(_sink.Detect("stage2.backpressure"));

        gate.Open();
        await pipeline.DrainAsync().Within();

        Assert.False(_sink.Detect("stage2.backpressure"));
        Assert.Equal(["stage2.backpressure", "-stage2.backpressure"], signals);
        Assert.Equal(4, pipeline.Stage1CurrentMaxConcurrency); // one step with one left, one with none
    }

    [Fact]
    public async Task TheCooldown_AllowsOneStepAtATime()
    {
        Gate gate = new();
        await using ReactiveFanOutPipeline<int> pipeline = new(
            (_, ct) => gate.WaitAsync(ct), stage2MaxConcurrency: 1, backpressureThreshold: 2, reliefThreshold: 0, adjustCooldownMs: 200, sink: _sink, timeProvider: _time);
        await FillAsync(pipeline, 1);
        await gate.Reached;
        await FillAsync(pipeline, 5);
        Assert.Equal(4, pipeline.Stage1CurrentMaxConcurrency);
        _time.Advance(TimeSpan.FromMilliseconds(199));
        await FillAsync(pipeline, 1);
        Assert.Equal(4, pipeline.Stage1CurrentMaxConcurrency);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await FillAsync(pipeline, 1);
        Assert.Equal(2, pipeline.Stage1CurrentMaxConcurrency);
        gate.Open();
        await pipeline.DrainAsync().Within();
    }

    [Fact]
    public async Task Failures_AreRaisedAndCounted_AndHarmNoOtherItem()
    {
        await using ReactiveFanOutPipeline<int> pipeline = new(
            static (item, _) => item == 2 ? throw new IOException("stage 2") : Task.CompletedTask,
            static (item, _) => item == 1 ? throw new IOException("stage 1") : Task.CompletedTask,
            sink: _sink);
        for (int i = 0; i < 10; i++) await pipeline.EnqueueAsync(i);
        await pipeline.DrainAsync().Within();

        Assert.Equal((1L, 9L, 1L, 8L), (pipeline.GetStage1Metrics().Failed, pipeline.GetStage1Metrics().Completed, pipeline.GetStage2Metrics().Failed, pipeline.GetStage2Metrics().Completed));
        Assert.Single(_sink.GetSignalsByName("stage2.failed"));
    }

    [Fact]
    public async Task TwoPipelinesOfASink_KeepTheirSignalsApart_AndDisposeTakesItsOwnBack()
    {
        Gate gate = new();
        ReactiveFanOutPipeline<int> one = New();
        ReactiveFanOutPipeline<int> other = New();
        await FillAsync(one, 3);
        await FillAsync(other, 3);
        Assert.Equal(2, _sink.GetSignalsByName("stage2.backpressure").Count);

        await one.DisposeAsync().AsTask().Within();

        Assert.Single(_sink.GetSignalsByName("stage2.backpressure"));
        await other.DisposeAsync().AsTask().Within();
        Assert.False(_sink.Detect("stage2.backpressure"));

        ReactiveFanOutPipeline<int> New() => new((_, ct) => gate.WaitAsync(ct), stage2MaxConcurrency: 1, backpressureThreshold: 2, reliefThreshold: 0, sink: _sink);
    }

    [Fact]
    public void NumbersOutOfRange_AreRefused()
    {
        Func<int, CancellationToken, Task> work = static (_, _) => Task.CompletedTask;
        Assert.Throws<ArgumentNullException>(() => new ReactiveFanOutPipeline<int>(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReactiveFanOutPipeline<int>(work, stage1MaxConcurrency: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReactiveFanOutPipeline<int>(work, stage1MinConcurrency: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReactiveFanOutPipeline<int>(work, stage1MaxConcurrency: 1, stage1MinConcurrency: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReactiveFanOutPipeline<int>(work, stage2MaxConcurrency: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReactiveFanOutPipeline<int>(work, backpressureThreshold: 8, reliefThreshold: 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReactiveFanOutPipeline<int>(work, reliefThreshold: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReactiveFanOutPipeline<int>(work, adjustCooldownMs: -1));
    }

    /// <summary>Puts items into the pipeline one by one, each through its first stage.</summary>
    private static async Task FillAsync(ReactiveFanOutPipeline<int> pipeline, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await pipeline.EnqueueAsync(i);
            await pipeline.FlushStage1Async().Within();
        }
    }
}
