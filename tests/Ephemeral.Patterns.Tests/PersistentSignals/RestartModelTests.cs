namespace Ephemeral.Patterns.Tests.PersistentSignals;

/// <summary>Windows that are closed, or lost with their process, at any moment, over a store whose writes fail now and then.</summary>
public sealed class RestartModelTests
{
    private static readonly TimeSpan _age = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Signals_SurviveOnceEach_WhateverHappens()
    {
        int first = Random.Shared.Next(1_000_000_000);
        string? wanted = Environment.GetEnvironmentVariable("EPHEMERAL_MODEL_SEED");
        if (wanted is not null) first = int.Parse(wanted);
        for (int seed = first; seed < first + (wanted is null ? 100 : 1); seed++)
        {
            try
            {
                await RunAsync(new(seed)).Within();
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"EPHEMERAL_MODEL_SEED={seed}: {error.Message}", error);
            }
        }
    }

    private static async Task RunAsync(Random random)
    {
        ManualTimeProvider time = new();
        UnsafeStore disk = new();
        bool fails = false;
        disk.Fails = _ => fails ? (random.Next(2) == 0, true) : (false, false);
        int next = 0;
        (SignalSink sink, PersistentSignalWindow window, Process process) = await StartAsync();
        for (int step = 0; step < 120; step++)
        {
            switch (random.Next(9))
            {
                case 0 or 1 or 2:
                    sink.Raise(new SignalEvent($"s{next++}", random.Next(1, 4), random.Next(2) == 0 ? null : "k", default));
                    break;
                case 3 when next > 0:
                    sink.Retract($"s{random.Next(next)}");
                    break;
                case 4:
                    sink.ClearMatching(_ => random.Next(4) == 0);
                    break;
                case 5:
                    time.Advance(TimeSpan.FromSeconds(random.Next(1, 25)));
                    break;
                case 6: // a flush, which may fail before or after its write
                    fails = random.Next(2) == 0;
                    Exception? error = await Record.ExceptionAsync(() => window.FlushAsync());
                    if (error is null) Assert.Equal(Names(sink.Sense()), Names(await disk.ReadAsync()));
                    else Assert.IsType<IOException>(error);
                    fails = false;
                    break;
                case 7: // an orderly end
                    await window.DisposeAsync();
                    IReadOnlyList<SignalEvent> before = sink.Sense();
                    Assert.Equal(Names(before), Names(await disk.ReadAsync()));
                    (sink, window, process) = await StartAsync();
                    Assert.Equal(Names(before.Where(signal => signal.Timestamp > time.GetUtcNow() - _age)), Names(sink.Sense()));
                    break;
                case 8: // an end without a word
                    process.IsGone = true;
                    IReadOnlyList<StoredSignal> stored = await disk.ReadAsync();
                    await window.DisposeAsync();
                    (sink, window, process) = await StartAsync();
                    Assert.Equal(Names(stored.Where(signal => signal.Timestamp > time.GetUtcNow() - _age)), Names(sink.Sense()));
                    break;
            }

            Assert.Equal(sink.Count, sink.Sense().Select(static signal => signal.Signal).Distinct().Count());
        }

        async Task<(SignalSink Sink, PersistentSignalWindow Window, Process Process)> StartAsync()
        {
            SignalSink started = new(40, _age, time);
            Process itself = new(disk);
            return (started, await PersistentSignalWindow.OpenAsync(started, itself, new() { TimeProvider = time, BatchSize = random.Next(1, 20) }), itself);
        }
    }

    private static IEnumerable<string> Names(IEnumerable<SignalEvent> signals) => signals.Select(static signal => $"{signal.Signal} {signal.Key}");

    private static IEnumerable<string> Names(IEnumerable<StoredSignal> signals) => signals.Select(static signal => $"{signal.Signal} {signal.Key}");

    /// <summary>The way of one process to the store, which ends with it.</summary>
    private sealed class Process(ISignalWindowStore disk) : ISignalWindowStore
    {
        public bool IsGone { get; set; }

        public Task<IReadOnlyList<StoredSignal>> ReadAsync(CancellationToken cancellationToken = default) => disk.ReadAsync(cancellationToken);

        public Task WriteAsync(IReadOnlyList<StoredSignal> added, IReadOnlyList<long> removed, CancellationToken cancellationToken = default) =>
            IsGone ? throw new IOException("the process is gone") : disk.WriteAsync(added, removed, cancellationToken);
    }
}
