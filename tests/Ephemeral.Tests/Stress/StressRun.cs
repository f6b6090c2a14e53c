using System.Collections.Concurrent;
using Ephemeral.Tests.Kinds;

namespace Ephemeral.Tests.Stress;

/// <summary>One seed: producers, holders, killers, samplers and drainers on one coordinator, then a look at what is left.</summary>
internal sealed class StressRun
{
    private const int Keys = 5;
    private const int Lanes = 3;
    private const int Items = 240;

    private readonly CoordinatorKind _kind;
    private readonly string _label;
    private readonly Random _random;
    private readonly EphemeralOptions _options;
    private readonly AnyCoordinator _any;
    private readonly SignalSink _sink;
    private readonly ManualTimeProvider _time = new();
    private readonly KeyWatch _keys;
    private readonly ConcurrentDictionary<long, int>? _left;
    private readonly ConcurrentQueue<Exception> _faults = [];
    private long _accepted;
    private int _samples;

    public StressRun(CoordinatorKind kind, int seed)
    {
        _kind = kind;
        _label = $"{kind}, seed {seed}";
        _random = new(seed);
        _sink = new(1_000, TimeSpan.FromDays(1), _time);
        int perKey = _random.Next(1, 3);
        _options = new()
        {
            Name = _label,
            MaxConcurrency = _random.Next(1, 5),
            MaxConcurrencyPerKey = perKey,
            EnableDynamicConcurrency = true,
            QueueCapacity = _random.Next(1, 40),
            FullMode = _random.Next(2) == 0 ? QueueFullMode.Wait : (QueueFullMode)_random.Next(0, 4),
            MaxTrackedOperations = _random.Next(1, 20),
            Signals = _sink,
            CancelOnSignals = new HashSet<string> { "cancel" },
            DeferOnSignals = new HashSet<string> { "defer" },
            MaxDeferAttempts = 1_000_000,
            Retry = _random.Next(2) == 0 ? null : new() { MaxRetries = 2, InitialDelay = TimeSpan.FromSeconds(_random.Next(3)) },
            TimeProvider = _time,
        };
        _keys = new(perKey, kind == CoordinatorKind.Keyed && perKey == 1, _options.Retry is not null);
        IEnumerable<WorkItem> source = Enumerable.Range(0, Items).Select(static i => ItemOf(i, 0));
        _any = AnyCoordinator.Create(kind, BodyAsync, _random.Next(2) == 0, _options, [.. Enumerable.Range(0, Lanes).Select(LaneOf)], source);
        if (_random.Next(2) != 0) return;
        ConcurrentDictionary<long, int> left = _left = [];
        Coordinator.OperationFinalized += operation => left.AddOrUpdate(operation.Id, 1, static (_, times) => times + 1);
    }

    private CoordinatorBase Coordinator => _any.Coordinator;

    private bool IsKeyed => _kind is CoordinatorKind.Keyed or CoordinatorKind.PriorityKeyed;

    /// <summary>Gets how many snapshots were looked at while the others were at work.</summary>
    public int Samples => _samples;

    public async Task RunAsync()
    {
        int end = _random.Next(5); // 0 cancels, 1 disposes, the others complete
        int seed = _random.Next();
        using CancellationTokenSource over = new();
        Task foreachRun = _any.RunAsync?.Invoke() ?? Task.CompletedTask;
        Task[] producers = _any.Enqueue is null ? [] : [ProduceAsync(0, seed), ProduceAsync(1, seed + 1)];
        Task[] others = [Task.Run(() => SampleAsync(over.Token)), Task.Run(() => LookAsync(seed, over.Token))];
        for (int step = 0; step < 60; step++)
        {
            Act();
            await Task.Yield();
        }

        if (end == 1) Coordinator.Dispose();
        else if (end == 0) Coordinator.Cancel();
        foreach (string name in Names()) _sink.Retract(name);
        Coordinator.Resume();
        await Within(Task.WhenAll(producers), "the producers");
        Coordinator.Complete();
        Task[] drains = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => Coordinator.DrainAsync()))];
        foreach (Task drain in drains)
        {
            Exception? thrown = await Record.ExceptionAsync(() => Within(drain, "a drain"));
            Check(thrown is null || (end < 2 && thrown is OperationCanceledException), $"a drain ended with {thrown}");
        }

        await Within(foreachRun, "the foreach");
        await over.CancelAsync();
        await Within(Task.WhenAll(others), "the onlookers");
        await CheckEndAsync();
    }

    private static WorkItem ItemOf(int number, int producer) => new((number * 2) + producer, number % Keys, number % Lanes);

    private static PriorityLane LaneOf(int rank) => new(
        rank == 1 ? "lane1:2" : $"lane{rank}",
        rank == 2 ? 4 : null,
        new HashSet<string> { $"cancel.{rank}" },
        new HashSet<string> { $"defer.{rank}" },
        MaxDeferAttempts: 1_000_000);

    private static IEnumerable<string> Names() =>
        Enumerable.Range(0, Lanes).SelectMany(static rank => new[] { $"cancel.{rank}", $"defer.{rank}" }).Concat(["cancel", "defer"]);

    private async Task BodyAsync(WorkItem item, EphemeralOperation? operation, CancellationToken cancellationToken)
    {
        if (IsKeyed) Check(_keys.TryEnter(item), $"key {item.Key} has too many running, or item {item.Number} is out of order");
        try
        {
            if (item.Number % 3 == 0) await Task.Yield();
            if (item.Number % 11 == 0) operation?.Signal("seen");
            if (item.Number % 7 == 0) throw new InvalidOperationException("as drawn");
            if (item.Number % 13 == 0) cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            if (IsKeyed) _keys.Leave(item);
        }
    }

    private async Task ProduceAsync(int producer, int seed)
    {
        await Task.Yield();
        Random random = new(seed);
        for (int i = 0; i < Items; i++)
        {
            WorkItem item = ItemOf(i, producer);
            using CancellationTokenSource cancellation = new();
            try
            {
                if (random.Next(5) == 0)
                {
                    if (_any.TryEnqueue!(item) > 0) Interlocked.Increment(ref _accepted);
                    continue;
                }

                ValueTask<long> offered = _any.Enqueue!(item, cancellation.Token);
                if (random.Next(8) == 0) await cancellation.CancelAsync();
                long id = await offered;
                Interlocked.Increment(ref _accepted);
                if (_any.WaitForResult is { } wait && random.Next(4) == 0) _ = await Record.ExceptionAsync(() => Within(wait(id), "a result")) is TimeoutException late ? throw late : 0;
            }
            catch (Exception refused) when (refused is CoordinatorFullException or OperationCanceledException)
            {
                // Mode Reject or a writer that gave up, as drawn.
            }
            catch (Exception closed) when (closed is CoordinatorCompletedException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Act()
    {
        switch (_random.Next(9))
        {
            case 0: Coordinator.Pause(); break;
            case 1: Coordinator.Resume(); break;
            case 2: Coordinator.SetMaxConcurrency(_random.Next(1, 6)); break;
            case 3: Coordinator.SetMaxConcurrency(_random.Next(1, 3)); break;
            case 4 or 5:
                string[] names = [.. Names()];
                string name = names[_random.Next(names.Length)];
                if (_random.Next(2) == 0) _sink.Raise(name);
                else _sink.Retract(name);
                break;
            case 6: _time.Advance(TimeSpan.FromSeconds(_random.Next(1, 200))); break;
            default: Touch(_random); break;
        }
    }

    private void Touch(Random random)
    {
        foreach (EphemeralOperationSnapshot operation in Coordinator.GetSnapshot())
        {
            long id = operation.Id + random.Next(3); // a little ahead: items that wait
            switch (random.Next(6))
            {
                case 0: Coordinator.TryKill(id); break;
                case 1: Coordinator.Pin(id); break;
                case 2: Coordinator.Evict(id); break;
                case 3: Coordinator.Unpin(id); break;
            }
        }
    }

    private async Task LookAsync(int seed, CancellationToken stop)
    {
        Random random = new(seed);
        long seen = 0;
        while (!stop.IsCancellationRequested)
        {
            seen = Sample(seen);
            foreach (EphemeralOperationSnapshot operation in Coordinator.GetSnapshot())
                if (Coordinator.TryGetOperation(operation.Id) is { } found) Check(found.Id == operation.Id, "TryGetOperation found another operation");

            if (_options.Retry is not null) _time.Advance(TimeSpan.FromSeconds(1)); // else those that wait for their next attempt never end
            await Task.Yield(); // two cores are enough for nobody if the onlookers take both
            if (random.Next(4) > 0) continue;
            string name = random.Next(2) == 0 ? "defer" : "defer.1";
            _sink.Raise(name);
            await Task.Yield();
            _sink.Retract(name);
            Touch(random);
        }
    }

    private async Task SampleAsync(CancellationToken stop)
    {
        long seen = 0;
        while (!stop.IsCancellationRequested)
        {
            seen = Sample(seen);
            await Task.Yield();
        }
    }

    private long Sample(long seen)
    {
        CoordinatorMetrics counts = Coordinator.GetMetrics();
        Check(IsConserved(counts) && counts is { Pending: >= 0, Active: >= 0 } && counts.Enqueued >= seen, $"{counts} after {seen}");
        Interlocked.Increment(ref _samples);
        return counts.Enqueued;
    }

    private async Task CheckEndAsync()
    {
        CoordinatorMetrics end = Coordinator.GetMetrics();
        Check(IsConserved(end) && end is { Pending: 0, Active: 0 }, $"at the end {end}");
        Check(_any.Enqueue is null || end.Enqueued == _accepted, $"{end}, accepted {_accepted}");
        Check(Coordinator.IsDrained && Coordinator.CallbackFailures == 0, $"drained {Coordinator.IsDrained}, {Coordinator.CallbackFailures} callbacks failed");
        if (_left is not null)
        {
            long known = Coordinator.GetSnapshot().Select(static operation => operation.Id).Distinct().Count();
            Check(_left.Values.All(static times => times == 1), "an operation left twice");
            Check(_left.Count + known == end.Enqueued, $"{_left.Count} left, {known} are known, {end}");
        }

        foreach (EphemeralOperationSnapshot operation in Coordinator.GetSnapshot()) Coordinator.Unpin(operation.Id);
        _time.Advance(TimeSpan.FromMinutes(6));
        Check(Coordinator.GetSnapshot().Count == 0, "the window did not age");
        Check(_time.ActiveTimers == 0, $"{_time.ActiveTimers} timers are armed");
        Check(!Coordinator.HasSignal("seen"), "a signal outlived its operation");
        await Within(Coordinator.DisposeAsync().AsTask(), "the dispose");
        if (_faults.TryDequeue(out Exception? fault)) throw fault;
    }

    private static bool IsConserved(CoordinatorMetrics counts) =>
        counts.Enqueued == counts.Pending + counts.Active + counts.Completed + counts.Failed + counts.Cancelled + counts.Skipped;

    private void Check(bool holds, string message)
    {
        if (!holds) _faults.Enqueue(new InvalidOperationException($"{_label}: {message}"));
    }

    private async Task Within(Task task, string what)
    {
        try
        {
            await task.Within();
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{_label}: waited in vain for {what}; {Coordinator.GetMetrics()}, limit {Coordinator.CurrentMaxConcurrency}, {_options.FullMode}");
        }
    }
}
