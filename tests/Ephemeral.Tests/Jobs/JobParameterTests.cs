namespace Ephemeral.Tests.Jobs;

/// <summary>Every kind of parameter, alone, in different orders, and more than a few of them.</summary>
public sealed class JobParameterTests
{
    private readonly SignalSink _sink = new();

    [Theory]
    [InlineData("event", "event k")]
    [InlineData("typed", "typed k 7")]
    [InlineData("payload", "payload 7")]
    [InlineData("base", "base 7")]
    [InlineData("nullable", "nullable 7")]
    [InlineData("operation", "operation k")]
    [InlineData("token", "token True")]
    [InlineData("default", "default 5")]
    [InlineData("nothing", "nothing")]
    [InlineData("order.forward", "k 7 k True 7")]
    [InlineData("order.backward", "k 7 k True 7")]
    [InlineData("order.mixed", "k 7 k True 7")]
    [InlineData("many", "k 7 k True 7 1 2 3 4 5")]
    public async Task Parameter_IsFilled(string trigger, string filled)
    {
        Jobs jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs]);

        new TypedSignalSink<Order>(_sink).Raise(trigger, new("7"), key: "k");
        await runner.FlushAsync().Within();

        Assert.Equal([filled], jobs.Filled);
        Assert.Equal((1L, 0L), (runner.TotalCompleted, runner.TotalFailed));
    }

    [Theory]
    [InlineData(7, "value 7")]
    [InlineData("seven", "text seven")]
    public async Task ValuesAndTexts_ArePayloadsToo(object payload, string filled)
    {
        Jobs jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs]);

        if (payload is int number) new TypedSignalSink<int>(_sink).Raise("value", number);
        else new TypedSignalSink<string>(_sink).Raise("text", (string)payload);
        await runner.FlushAsync().Within();

        Assert.Equal([filled], jobs.Filled);
    }

    [Theory]
    [InlineData("value", "number")]
    [InlineData("typed", "signal")]
    public async Task AMissingValue_IsSaid_AndTheJobDoesNotRun(string trigger, string parameter)
    {
        Jobs jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs]);

        _sink.Raise(trigger, key: "k");
        await runner.FlushAsync().Within();

        Assert.Empty(jobs.Filled);
        string method = trigger == "value" ? "ValueAsync" : "TypedAsync";
        Assert.Equal(
            [$"job.payload.missing:{method} k", $"job.failed:{method}:InvalidOperationException k"],
            _sink.Sense(static signal => signal.StartsWith("job.")).Select(static signal => $"{signal.Signal} {signal.Key}"));
        Assert.StartsWith(
            $"The parameter '{parameter}' needs a payload of type ", Assert.Single(runner.GetFailed()).Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APayloadOfAnotherType_IsAMissingOne()
    {
        Jobs jobs = new();
        await using EphemeralSignalJobRunner runner = new(_sink, [jobs]);

        new TypedSignalSink<string>(_sink).Raise("payload", "text");
        await runner.FlushAsync().Within();

        Assert.Equal(["payload "], jobs.Filled);
        Assert.True(_sink.Detect("job.payload.missing:PayloadAsync"));
    }

    private record Thing(string Id);

    private sealed record Order(string Id) : Thing(Id);

    private sealed class Jobs
    {
        public List<string> Filled { get; } = [];

        [EphemeralJob("event")]
        public Task EventAsync(SignalEvent signal) => Note($"event {signal.Key}");

        [EphemeralJob("typed")]
        public Task TypedAsync(SignalEvent<Order> signal) => Note($"typed {signal.Key} {signal.Payload.Id}");

        [EphemeralJob("payload")]
        public Task PayloadAsync(Order order) => Note($"payload {order?.Id}");

        [EphemeralJob("base")]
        public Task BaseAsync(Thing thing) => Note($"base {thing.Id}");

        [EphemeralJob("nullable")]
        public Task NullableAsync(Order? order) => Note($"nullable {order?.Id}");

        [EphemeralJob("operation")]
        public Task OperationAsync(EphemeralOperation operation) => Note($"operation {(operation.Id > 0 ? "k" : "")}");

        [EphemeralJob("token")]
        public Task TokenAsync(CancellationToken cancellationToken) => Note($"token {cancellationToken.CanBeCanceled}");

        [EphemeralJob("default")]
        public Task DefaultAsync(int number = 5) => Note($"default {number}");

        [EphemeralJob("nothing")]
        public ValueTask NothingAsync() => new(Note("nothing"));

        [EphemeralJob("value")]
        public Task ValueAsync(int number) => Note($"value {number}");

        [EphemeralJob("text")]
        public Task TextAsync(string text) => Note($"text {text}");

        [EphemeralJob("order.forward")]
        public Task ForwardAsync(SignalEvent signal, SignalEvent<Order> typed, EphemeralOperation operation, CancellationToken cancellationToken, Order order) =>
            Note($"{signal.Key} {typed.Payload.Id} {Named(operation)} {cancellationToken.CanBeCanceled} {order.Id}");

        [EphemeralJob("order.backward")]
        public Task BackwardAsync(Order order, CancellationToken cancellationToken, EphemeralOperation operation, SignalEvent<Order> typed, SignalEvent signal) =>
            Note($"{signal.Key} {typed.Payload.Id} {Named(operation)} {cancellationToken.CanBeCanceled} {order.Id}");

        [EphemeralJob("order.mixed")]
        private ValueTask MixedAsync(CancellationToken cancellationToken, SignalEvent<Order> typed, Order order, SignalEvent signal, EphemeralOperation operation) =>
            new(Note($"{signal.Key} {typed.Payload.Id} {Named(operation)} {cancellationToken.CanBeCanceled} {order.Id}"));

        [EphemeralJob("many")]
        public Task ManyAsync(
            SignalEvent signal, SignalEvent<Order> typed, EphemeralOperation operation, CancellationToken cancellationToken, Order order,
            int a = 1, int b = 2, int c = 3, int d = 4, int e = 5) =>
            Note($"{signal.Key} {typed.Payload.Id} {Named(operation)} {cancellationToken.CanBeCanceled} {order.Id} {a} {b} {c} {d} {e}");

        private static string Named(EphemeralOperation operation) => operation.Id > 0 ? "k" : "";

        private Task Note(string filled)
        {
            Filled.Add(filled);
            return Task.CompletedTask;
        }
    }
}
