namespace Ephemeral.Tests.Jobs;

/// <summary>Jobs whose methods are called by an invoker of somebody else's, as generated code does it.</summary>
public sealed class JobInvokerTests
{
    private readonly SignalSink _sink = new();

    [Fact]
    public async Task AJobOfAnInvoker_RunsAsAScannedOneDoes()
    {
        Invoker invoker = new();
        EphemeralJobDescriptor job = new(
            typeof(JobInvokerTests), "RunAsync", invoker, new("saved") { MaxConcurrency = 2, Lane = "hot", EmitOnComplete = "done", MaxRetries = 1, RetryDelayMs = 0 },
            new() { SignalPrefix = "order" }, [new("hot") { MaxConcurrency = 3 }]);
        await using EphemeralSignalJobRunner runner = new(_sink, [job]);

        _sink.Raise("order.saved", key: "7");
        await runner.FlushAsync().Within();

        Assert.Equal(["order.saved 7", "order.saved 7"], invoker.Calls);
        Assert.Equal(("RunAsync", "order.saved", 2, new EphemeralJobLane("hot", 3)), (job.MethodName, job.TriggerSignal, job.MaxConcurrency, Assert.Single(runner.Lanes)));
        Assert.True(_sink.Detect("job.retry:RunAsync:1"));
        Assert.True(_sink.Detect("done"));
    }

    [Fact]
    public void Keys_ComeFromThePayload_TheAttribute_AndTheInvoker()
    {
        SignalEvent signal = new("x", 1, "signal", default);

        Assert.Equal("payload", Job(new("x") { KeyFromPayload = "Id", KeyFromSignal = true }, static _ => "payload").ExtractKey(signal));
        Assert.Equal("signal", Job(new("x") { KeyFromPayload = "Id", KeyFromSignal = true }, static _ => null).ExtractKey(signal));
        Assert.Equal("invoker", Job(new("x")).ExtractKey(signal));
    }

    [Fact]
    public void WhatIsWrong_IsRefusedAsByAScan()
    {
        Assert.Throws<ArgumentNullException>(() => new EphemeralJobDescriptor(null!, "RunAsync", new Invoker(), new("x")));
        Assert.Throws<ArgumentException>(() => new EphemeralJobDescriptor(typeof(Invoker), "", new Invoker(), new("x")));
        Assert.Throws<ArgumentNullException>(() => new EphemeralJobDescriptor(typeof(Invoker), "RunAsync", null!, new("x")));
        Assert.Throws<ArgumentNullException>(() => new EphemeralJobDescriptor(typeof(Invoker), "RunAsync", new Invoker(), null!));
        Assert.Equal(
            "The job Invoker.RunAsync has no trigger signal. Name the pattern of signals that start it.",
            Assert.Throws<ArgumentException>(() => Job(new(" "))).Message);
        Assert.Equal(
            "The job Invoker.RunAsync has the KeyFromPayload 'Id', but nothing reads it. Give its descriptor a keyFromPayload.",
            Assert.Throws<ArgumentException>(() => Job(new("x") { KeyFromPayload = "Id" })).Message);
    }

    private static EphemeralJobDescriptor Job(EphemeralJobAttribute attribute, Func<object?, string?>? keyFromPayload = null) =>
        new(typeof(Invoker), "RunAsync", new Invoker(), attribute, keyFromPayload: keyFromPayload);

    private sealed class Invoker : IEphemeralJobInvoker
    {
        public List<string> Calls { get; } = [];

        public string? KeyOf(object? payload) => "invoker";

        public Task InvokeAsync(SignalEvent signal, EphemeralOperation operation, CancellationToken cancellationToken)
        {
            Calls.Add($"{signal.Signal} {signal.Key}");
            return Calls.Count == 1 ? throw new TimeoutException() : Task.CompletedTask;
        }
    }
}
