namespace Ephemeral.Tests.Documents;

/// <summary>Article, "Signal Querying API".</summary>
public sealed class ArticleSignalQueryingTests
{
    private readonly ManualTimeProvider _time = new();

    public static TheoryData<string> Kinds => ["work", "keyed", "result", "priority", "priority-keyed"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task SignalQueryingApi_OnEveryCoordinator(string kind)
    {
        (CoordinatorBase coordinator, Func<string, ValueTask<long>> enqueue) = Create(kind);
        await using CoordinatorBase disposing = coordinator;
        DateTimeOffset from = _time.GetUtcNow() + TimeSpan.FromMinutes(1);
        DateTimeOffset to = from + TimeSpan.FromMinutes(2);
        await enqueue("rate-limit");
        await enqueue("http.get http.post");
        await enqueue("error error error.db");
        coordinator.Complete();
        await coordinator.DrainAsync().Within();
        int throttled = 0, alerts = 0;
        Task ThrottleAsync() => Task.FromResult(throttled++);
        Task AlertAsync() => Task.FromResult(alerts++);

        var signals = coordinator.GetSignals();

        var userSignals = coordinator.GetSignalsByKey("user-123");

        var recentSignals = coordinator.GetSignalsSince(_time.GetUtcNow().AddMinutes(-1));
        var rangeSignals = coordinator.GetSignalsByTimeRange(from, to);

        var rateSignals = coordinator.GetSignalsByName("rate-limit");
        var httpSignals = coordinator.GetSignalsByPattern("http.*");

        if (coordinator.HasSignal("rate-limit"))
            await ThrottleAsync();

        if (coordinator.HasSignalMatching("error.*"))
            await AlertAsync();

        var totalSignals = coordinator.CountSignals();
        var errorCount = coordinator.CountSignals("error");
        var httpCount = coordinator.CountSignalsMatching("http.*");

        Assert.Equal(["rate-limit", "http.get", "http.post", "error", "error", "error.db"], Names(signals));
        Assert.Equal(kind.EndsWith("keyed") ? 6 : 0, userSignals.Count);
        Assert.Empty(coordinator.GetSignalsByKey("user-456"));
        Assert.Equal(["error", "error.db"], Names(recentSignals));
        Assert.Equal(["rate-limit", "http.get", "http.post"], Names(rangeSignals));
        Assert.Equal(["rate-limit"], Names(rateSignals));
        Assert.Equal(["http.get", "http.post"], Names(httpSignals));
        Assert.Equal((1, 1), (throttled, alerts));
        Assert.Equal((6, 2, 2), (totalSignals, errorCount, httpCount));
    }

    private static IEnumerable<string> Names(IEnumerable<SignalEvent> signals) => signals.Select(static signal => signal.Signal);

    private (CoordinatorBase, Func<string, ValueTask<long>>) Create(string kind)
    {
        EphemeralOptions options = new() { MaxConcurrency = 1, MaxOperationLifetime = null, TimeProvider = _time };
        switch (kind)
        {
            case "work":
                EphemeralWorkCoordinator<string> work = new(SignalEachMinute, options);
                return (work, item => work.EnqueueAsync(item));
            case "keyed":
                EphemeralKeyedWorkCoordinator<string, string> keyed = new(static _ => "user-123", SignalEachMinute, options);
                return (keyed, item => keyed.EnqueueAsync(item));
            case "result":
                EphemeralResultCoordinator<string, string> result = new(
                    async (item, operation, ct) =>
                    {
                        await SignalEachMinute(item, operation, ct);
                        return item;
                    },
                    options);
                return (result, item => result.EnqueueAsync(item));
            case "priority":
                PriorityWorkCoordinator<string> priority = new(new(SignalEachMinute, ephemeralOptions: options));
                return (priority, item => priority.EnqueueAsync(item));
            default:
                PriorityKeyedWorkCoordinator<string, string> priorityKeyed = new(new(static _ => "user-123", SignalEachMinute, ephemeralOptions: options));
                return (priorityKeyed, item => priorityKeyed.EnqueueAsync(item));
        }
    }

    private Task SignalEachMinute(string item, EphemeralOperation operation, CancellationToken cancellationToken)
    {
        foreach (string signal in item.Split(' '))
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            operation.Signal(signal);
        }

        return Task.CompletedTask;
    }
}
