using System.Threading.RateLimiting;

namespace Ephemeral.Atoms.Tests.Documents;

/// <summary>The example of the package's own README: the text there is taken from here.</summary>
public sealed class PackageReadmeTests
{
    private readonly List<int> _stored = [];

    [Fact]
    public async Task TheExample_DoesWhatTheReadmeSays()
    {
        List<string> ran = [];
        SignalSink sink = new();
        CancellationToken ct = TestContext.Current.CancellationToken;

        // snippet: AtomsReadme
        await using FixedWorkAtom<int> resize = new(ResizeAsync, maxConcurrency: 4, signals: sink);
        await using KeyedSequentialAtom<Order, string> ship = new(order => order.Customer, ShipAsync);
        await using SignalAwareAtom<int> import = new(ResizeAsync, cancelOn: new HashSet<string> { "stop.*" }, signals: sink);
        await using RetryAtom<Order> pay = new(ShipAsync, maxRetries: 3, initialDelay: TimeSpan.FromMilliseconds(100));
        await using BatchingAtom<int> store = new(StoreAsync, batchSize: 100, timeout: TimeSpan.FromSeconds(5));
        store.BatchFailed += failure => ran.Add($"{failure.Items.Count} items: {failure.Error.Message}");

        await resize.EnqueueAsync(1, ct);              // at most four at a time
        await ship.EnqueueAsync(new("Ann", 42), ct);   // one after the other for each customer
        long id = await import.EnqueueAsync(2, ct);    // -1 while a signal says stop
        await pay.ExecuteAsync(new("Ann", 42), ct);    // returns when an attempt has succeeded, throws what the last one threw
        await store.AddAsync(3, ct);                   // with 99 others, or after five seconds

        await using RateLimitAtom limit = new(sink, new() { InitialRatePerSecond = 50, Burst = 100 });
        sink.Raise("rate.limit.set:25");               // while callers wait
        using RateLimitLease lease = await limit.AcquireAsync(ct);

        await using SlidingCacheAtom<int, string> names = new(LoadNameAsync, slidingExpiration: TimeSpan.FromMinutes(5));
        string name = await names.GetOrComputeAsync(7, ct); // one factory for a key, however many ask

        MoleculeBlueprint welcome = new MoleculeBlueprintBuilder("welcome", "user.created")
            .AddAtom((context, ct) => SendMailAsync(context.TriggerSignal.Key!, ct))
            .AddAtom(context => context.Raise("user.welcomed"))
            .Build();
        await using MoleculeRunner molecules = new(sink, [welcome]);
        await using AtomTrigger audit = new(sink, "user.*", (signal, ct) => StoreAsync([signal.Signal.Length], ct));
        sink.Raise("user.created", key: "ann@example.org");

        await using WindowSizeAtom window = new(sink);
        sink.Raise("window.size.set:5000");            // the sink keeps so many signals from now on
        await using VolatileOperationAtom quick = new(sink, molecules.Runs); // an operation that raises kill.* is gone at once
        // end snippet

        await molecules.DrainAsync(ct).Within();
        await audit.DrainAsync(ct).Within();
        await store.DrainAsync(ct).Within();
        await resize.DrainAsync(ct).Within();
        Assert.True(id > 0 && lease.IsAcquired && sink.Detect("user.welcomed"));
        Assert.Equal(("user 7", 25.0, 5_000), (name, limit.RatePerSecond, sink.MaxCapacity));
        Assert.Equal([3, "user.created".Length, "user.welcomed".Length], _stored.Order());
        Assert.Empty(ran);
    }

    private static Task ResizeAsync(int image, CancellationToken ct) => Task.CompletedTask;

    private static Task ShipAsync(Order order, CancellationToken ct) => Task.CompletedTask;

    private static Task SendMailAsync(string address, CancellationToken ct) => Task.CompletedTask;

    private static Task<string> LoadNameAsync(int user, CancellationToken ct) => Task.FromResult($"user {user}");

    private Task StoreAsync(IReadOnlyList<int> numbers, CancellationToken ct)
    {
        lock (_stored) _stored.AddRange(numbers);
        return Task.CompletedTask;
    }

    private sealed record Order(string Customer, int Number);
}
