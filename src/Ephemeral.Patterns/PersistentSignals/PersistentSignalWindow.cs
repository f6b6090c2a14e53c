using Ephemeral.Internal;

namespace Ephemeral.Patterns;

/// <summary>Keeps the signals of a sink in a store, so that what was present before a restart is present after it, once each.</summary>
/// <remarks>
/// <para>Thread-safe. The store follows the sink: a signal that was taken back, cleared, or has left for its age or for want of room, leaves the
/// store with the next write, so the store holds no more than the sink. Payloads and causes are not kept.</para>
/// <para>Writing happens in the background, one batch after the other, after changes and not without them. A write that fails is counted in
/// <see cref="AtomBase{TCoordinator}.GetMetrics"/> and repeated as it was. Between two writes only differences are written; a crash costs
/// at most the changes of one <see cref="PersistentSignalWindowOptions.FlushInterval"/>.</para>
/// <para>A store belongs to one window at a time.</para>
/// </remarks>
/// <example><code>
/// SignalSink sink = new();
/// await using PersistentSignalWindow window = await PersistentSignalWindow.OpenAsync(sink, store);
/// </code></example>
public sealed class PersistentSignalWindow : AtomBase<EphemeralResultCoordinator<string, int>>
{
    private readonly SignalSink _sink;
    private readonly StoreWriter _writer;
    private readonly Alarm _alarm;
    private readonly IDisposable _subscription;
    private int _isEnded;

    private PersistentSignalWindow(SignalSink sink, PersistentSignalWindowOptions options, StoreWriter writer)
        : base(CoordinatorOver(writer, options), finishesOnDispose: true)
    {
        _sink = sink;
        _writer = writer;
        _alarm = new(options.TimeProvider, () => Coordinator.TryEnqueue("interval"));
        writer.Alarm = _alarm;
        RestoredCount = writer.Restore();
        _subscription = sink.Subscribe(_ => writer.Changed());
        sink.SignalRetracted += Retracted;
        writer.Changed(); // by what was raised before, or has become too old
    }

    /// <summary>Gets how many signals of the store are present in the sink because of this window.</summary>
    public int RestoredCount { get; }

    /// <summary>Gets how many signals the store holds, as far as the window knows.</summary>
    public int StoredCount => _writer.StoredCount;

    /// <summary>Reads a store, puts into the sink what is not too old for it, and follows the sink from there on.</summary>
    /// <param name="sink">The sink. Borrowed. Its subscribers are not called for what is restored: they were, before. Its operations get new ids.</param>
    /// <param name="store">The store. Borrowed: dispose it after the window.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> or <paramref name="store"/> is null.</exception>
    /// <exception cref="ArgumentException">Options are not valid; the message lists every fault.</exception>
    public static async Task<PersistentSignalWindow> OpenAsync(
        SignalSink sink, ISignalWindowStore store, PersistentSignalWindowOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(store);
        options ??= new();
        options.Validate();
        IReadOnlyList<StoredSignal> stored = await store.ReadAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"ReadAsync of {store.GetType().Name} returned null. Return an empty list where there is nothing.");
        return new(sink, options, new(sink, store, [.. stored.Where(static signal => signal is not null)], options));
    }

    /// <summary>Writes what has changed now.</summary>
    /// <param name="cancellationToken">Ends the wait, and gives up a write that has not ended; the next one repeats it.</param>
    /// <returns>How many changes were written.</returns>
    /// <remarks>Throws what the store threw; the write will be repeated.</remarks>
    /// <exception cref="InvalidOperationException">The caller is the store, which would wait for itself.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or disposing has not waited for the write.</exception>
    /// <exception cref="ObjectDisposedException">The window was disposed, which has written everything.</exception>
    public new async Task<int> FlushAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        try
        {
            return await Coordinator.ExecuteAsync("flush", cancellationToken).ConfigureAwait(false);
        }
        catch (CoordinatorCompletedException) when (IsDisposed)
        {
            throw new ObjectDisposedException(nameof(PersistentSignalWindow), "The window was disposed, which writes what has changed. Flush it before that.");
        }
    }

    /// <summary>Does what disposing asynchronously does, without waiting for the last write.</summary>
    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _isEnded, 1) == 0)
        {
            _subscription.Dispose();
            _sink.SignalRetracted -= Retracted;
            _alarm.Stop();
            Coordinator.TryEnqueue("dispose");
        }

        base.Dispose();
    }

    private static EphemeralResultCoordinator<string, int> CoordinatorOver(StoreWriter writer, PersistentSignalWindowOptions options) => new(
        (_, cancellationToken) => writer.WriteAsync(cancellationToken),
        new()
        {
            Name = nameof(PersistentSignalWindow),
            MaxConcurrency = 1,
            MaxOperationLifetime = null, // no timer for what these weigh
            DrainOnSignals = null,
            DisposeTimeout = options.DisposeTimeout,
            TimeProvider = options.TimeProvider,
        });

    private void Retracted(SignalRetractedEvent signal) => _writer.Changed();
}
