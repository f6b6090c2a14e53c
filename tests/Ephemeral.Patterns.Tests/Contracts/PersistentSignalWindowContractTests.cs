namespace Ephemeral.Patterns.Tests.Contracts;

public sealed class PersistentSignalWindowContractTests : PatternContract
{
    private protected override int MostOnTheirWay => 1; // the write that it is made to wait for no longer than nothing

    private protected override async ValueTask<IPatternSubject> CreateAsync(TimeProvider time, SignalSink sink, Func<CancellationToken, Task> callback)
    {
        PersistentSignalWindow entry = await PersistentSignalWindow.OpenAsync(sink, new CallingStore(callback), new() { DisposeTimeout = TimeSpan.Zero, TimeProvider = time });
        return new AtomSubject(entry, StartAsync, WaitAsync, () => entry.GetMetrics().Failed);

        Task StartAsync()
        {
            sink.Raise("a");
            return entry.FlushAsync().IsFaulted ? throw new ObjectDisposedException("window") : Task.CompletedTask; // a failed write is counted
        }

        async Task WaitAsync(CancellationToken cancellationToken)
        {
            try
            {
                await entry.FlushAsync(cancellationToken);
            }
            catch (InvalidOperationException)
            {
                // What the store throws is thrown to whoever flushes, too.
            }
        }
    }

    private sealed class CallingStore(Func<CancellationToken, Task> callback) : ISignalWindowStore
    {
        public Task<IReadOnlyList<StoredSignal>> ReadAsync(CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<StoredSignal>>([]);

        public Task WriteAsync(IReadOnlyList<StoredSignal> added, IReadOnlyList<long> removed, CancellationToken cancellationToken = default) => callback(cancellationToken);
    }
}
