namespace Ephemeral.Tests.Documents;

/// <summary>README, "Attribute-driven jobs", "Signal Orchestration Helpers" and the jobs of "Logging &amp; Signals".</summary>
public sealed class ReadmeAttributeJobsTests
{
    [Fact]
    public async Task AttributeDrivenJobs_LogWatcherJobs()
    {
        LogWatcherJobs jobs;
        var sink = new SignalSink();
        await using var runner = new EphemeralSignalJobRunner(sink, new[] { jobs = new LogWatcherJobs(sink) });

        sink.Raise("log.error.orders.dbfailure", key: "orders");

        await jobs.Console.Written(3);
        Assert.Equal("escalating log.error.orders.dbfailure for orders", jobs.Console.Lines[0]);
        Assert.Equal(2, jobs.Console.Lines.Count(static line => line == "notified incident for orders"));
        Assert.Equal(["orders", "orders"], sink.Sense(static signal => signal.Is("incident.created")).Select(static signal => signal.Key));
        Assert.Equal(2, sink.Sense(static signal => signal.Is("incident.monitor.start")).Count);
        Assert.Equal(["default", "hot"], runner.Lanes.Select(static lane => lane.Name).Order());
        Assert.Equal(4, runner.Lanes.Single(static lane => lane.Name == "hot").MaxConcurrency);
    }

    [Fact]
    public async Task AttributeDrivenJobs_PipelineJobs()
    {
        PipelineJobs jobs;
        EndCounter ended = new();
        var pipelineSink = new SignalSink();
        await using var pipelineRunner = new EphemeralSignalJobRunner(pipelineSink, new[] { jobs = new PipelineJobs() }, new() { OnSample = ended.OnSample });
        pipelineSink.Raise("pipeline.orders.process", key: "order-42");

        await ended.Reached(1);
        Assert.Equal(["Processing order-42"], jobs.Console.Lines);
        EphemeralOperationSnapshot processed = Assert.Single(pipelineRunner.GetCompleted());
        Assert.Equal("order-42", processed.Key);
        Assert.Equal(["job.payload.missing:ProcessOrderAsync", "orders.processed"], processed.Signals);

        new TypedSignalSink<OrderPayload>(pipelineSink).Raise("pipeline.orders.processed", new(new("42")));
        await ended.Reached(2);
        Assert.Equal("Notified order 42", jobs.Console.Lines[1]);
        Assert.Equal("42", pipelineRunner.GetCompleted().Last().Key);
        Assert.Equal([("hot", 4), ("io", 2)], pipelineRunner.Lanes.Select(static lane => (lane.Name, lane.MaxConcurrency)).Order());
    }

    [Fact]
    public async Task AttributeDrivenJobs_StageJobs()
    {
        StageJobs jobs;
        var stageSink = new SignalSink();
        await using var stageRunner = new EphemeralSignalJobRunner(stageSink, new[] { jobs = new StageJobs() });
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        stageSink.Subscribe("stage.ingest.done", _ => done.SetResult());
        stageSink.Raise("stage.ingest");

        await done.Task.Within();
        stageSink.Raise("finalize");
        stageSink.Raise("stage.finalize");
        await jobs.Console.Written(2);
        Assert.Equal(["stage.ingest", "final stage"], jobs.Console.Lines);
        Assert.Equal(["pipeline"], stageRunner.Lanes.Select(static lane => lane.Name));
    }

    [Fact]
    public async Task SignalOrchestrationHelpers_AttributeDrivenPipelines()
    {
        StageJobsWithTokens jobs;
        List<SignalEvent> live = [];
        var sink = new SignalSink();
        sink.SignalRaised += evt => live.Add(evt);
        await using var runner = new EphemeralSignalJobRunner(sink, new[] { jobs = new StageJobsWithTokens() });
        sink.SignalRaised += evt =>
        {
            if (evt.Is("stage.ingest.done")) sink.Raise("stage.finalize");
        };
        sink.Raise("stage.ingest");

        await jobs.Console.Written(2);
        Assert.Equal(["Stage trigger: stage.ingest", "Final stage complete"], jobs.Console.Lines);
        Assert.Equal(["stage.ingest", "stage.ingest.done", "stage.finalize"], live.Select(static signal => signal.Signal));
    }

    [Fact]
    public async Task LoggingAndSignals_LogWatcherJobs()
    {
        SimpleLogWatcherJobs jobs;
        var sink = new SignalSink();
        using var watcher = new EphemeralSignalJobRunner(sink, new[] { jobs = new SimpleLogWatcherJobs(sink) });

        sink.Raise("log.error.orders.dbfailure", key: "orders");

        await jobs.Console.Written(2);
        Assert.Equal(["Escalating log.error.orders.dbfailure for orders", "Notified incident for orders"], jobs.Console.Lines);
        watcher.Dispose();
        sink.Raise("log.error.orders.dbfailure", key: "orders");
        Assert.Equal(2, watcher.TotalEnqueued);
    }

    private sealed class LogWatcherJobs
    {
        private readonly SignalSink _sink;

        public LogWatcherJobs(SignalSink sink) => _sink = sink;

        public ConsoleRecorder Console { get; } = new();

        [EphemeralJob("log.error.*", Priority = 1, MaxConcurrency = 2, Lane = "hot:4", EmitOnComplete = new[] { "incident.created" })]
        public Task EscalateAsync(SignalEvent signal)
        {
            Console.WriteLine($"escalating {signal.Signal} for {signal.Key}");
            _sink.Raise("incident.created", key: signal.Key);
            return Task.CompletedTask;
        }

        [EphemeralJob("incident.created", EmitOnStart = new[] { "incident.monitor.start" })]
        public Task NotifyAsync(SignalEvent signal)
        {
            Console.WriteLine($"notified incident for {signal.Key}");
            return Task.CompletedTask;
        }
    }

    private sealed class SimpleLogWatcherJobs
    {
        private readonly SignalSink _sink;

        public SimpleLogWatcherJobs(SignalSink sink) => _sink = sink;

        public ConsoleRecorder Console { get; } = new();

        [EphemeralJob("log.error.*")]
        public Task EscalateAsync(SignalEvent signal)
        {
            Console.WriteLine($"Escalating {signal.Signal} for {signal.Key}");
            _sink.Raise("incident.created", key: signal.Key);
            return Task.CompletedTask;
        }

        [EphemeralJob("incident.created")]
        public Task NotifyAsync(SignalEvent signal)
        {
            Console.WriteLine($"Notified incident for {signal.Key}");
            return Task.CompletedTask;
        }
    }

    [EphemeralJobs(SignalPrefix = "pipeline", DefaultLane = "io", DefaultMaxConcurrency = 2)]
    private sealed class PipelineJobs
    {
        public ConsoleRecorder Console { get; } = new();

        [EphemeralJob("orders.process", Priority = 1, MaxConcurrency = 3, Lane = "hot:4", KeyFromSignal = true, EmitOnComplete = new[] { "orders.processed" })]
        public Task ProcessOrderAsync(SignalEvent signal, OrderPayload payload, CancellationToken ct)
        {
            Console.WriteLine($"Processing {signal.Key}");
            return Task.CompletedTask;
        }

        [EphemeralJob("orders.processed", KeyFromPayload = "Order.Id")]
        public Task NotifyCustomerAsync([KeySource(PropertyPath = "Order.Id")] OrderPayload payload)
        {
            Console.WriteLine($"Notified order {payload.Order.Id}");
            return Task.CompletedTask;
        }
    }

    [EphemeralJobs(SignalPrefix = "stage", DefaultLane = "pipeline")]
    private sealed class StageJobs
    {
        public ConsoleRecorder Console { get; } = new();

        [EphemeralJob("ingest", EmitOnComplete = new[] { "stage.ingest.done" })]
        public Task IngestAsync(SignalEvent evt) => Console.Out.WriteLineAsync(evt.Signal);

        [EphemeralJob("finalize")]
        public Task FinalizeAsync(SignalEvent evt) => Console.Out.WriteLineAsync("final stage");
    }

    [EphemeralJobs(SignalPrefix = "stage", DefaultLane = "pipeline")]
    private sealed class StageJobsWithTokens
    {
        public ConsoleRecorder Console { get; } = new();

        [EphemeralJob("ingest", EmitOnComplete = new[] { "stage.ingest.done" })]
        public Task IngestAsync(SignalEvent evt, CancellationToken ct)
        {
            Console.WriteLine($"Stage trigger: {evt.Signal}");
            return Task.CompletedTask;
        }

        [EphemeralJob("finalize")]
        public Task FinalizeAsync(SignalEvent evt, CancellationToken ct)
        {
            Console.WriteLine("Final stage complete");
            return Task.CompletedTask;
        }
    }

    private sealed record OrderPayload(OrderId Order);

    private sealed record OrderId(string Id);
}
