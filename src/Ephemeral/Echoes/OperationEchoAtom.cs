using Ephemeral.Echoes;

namespace Ephemeral;

/// <summary>Writes down what operations left behind, in the background: one entry after the other and in order, unless the options say otherwise.</summary>
/// <remarks>
/// <para>Thread-safe and bounded: beyond <see cref="EphemeralOptions.QueueCapacity"/> <see cref="EnqueueAsync"/> waits and
/// <see cref="TryEnqueue"/> is false. An entry whose writing fails is counted as failed and kept in the window with its exception.</para>
/// <para>Disposing writes what was accepted; <see cref="Dispose"/> does not wait for it.</para>
/// </remarks>
/// <typeparam name="TPayload">What the captured signals carry.</typeparam>
public sealed class OperationEchoAtom<TPayload> : IAsyncDisposable, IDisposable
{
    private readonly EchoWriter<OperationEchoEntry<TPayload>> _writer;

    /// <summary>Creates an atom that writes at once.</summary>
    /// <param name="persist">Writes one entry.</param>
    /// <param name="options">Limits and retention; null: one at a time, and a window of 64 entries for 30 seconds.</param>
    /// <exception cref="ArgumentNullException"><paramref name="persist"/> is null.</exception>
    /// <exception cref="ArgumentException">Options are not valid; the message lists every fault.</exception>
    public OperationEchoAtom(Func<OperationEchoEntry<TPayload>, Task> persist, EphemeralOptions? options = null)
        : this(EchoWriter<OperationEchoEntry<TPayload>>.WithToken(persist), options)
    {
    }

    /// <inheritdoc cref="OperationEchoAtom{TPayload}(Func{OperationEchoEntry{TPayload}, Task}, EphemeralOptions?)"/>
    /// <param name="persist">Writes one entry; its token is cancelled when <see cref="EphemeralOptions.DisposeTimeout"/> ends the wait for it.</param>
    /// <param name="options">Limits and retention; null: one at a time, and a window of 64 entries for 30 seconds.</param>
    public OperationEchoAtom(Func<OperationEchoEntry<TPayload>, CancellationToken, Task> persist, EphemeralOptions? options = null) =>
        _writer = new(persist, options, nameof(OperationEchoAtom<TPayload>));

    /// <summary>Accepts an entry, waiting while the queue is full.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellationToken">Ends the wait for room only; an accepted entry is not affected.</param>
    /// <returns>The id of the operation that writes it, once it is accepted. Await it once.</returns>
    /// <exception cref="CoordinatorFullException">The queue is full and <see cref="EphemeralOptions.FullMode"/> is <see cref="QueueFullMode.Reject"/>.</exception>
    /// <exception cref="ObjectDisposedException">The atom was disposed.</exception>
    public ValueTask<long> EnqueueAsync(OperationEchoEntry<TPayload> entry, CancellationToken cancellationToken = default) =>
        _writer.EnqueueAsync(entry, cancellationToken);

    /// <summary>Accepts an entry if there is room now.</summary>
    /// <returns>False when the queue is full or the atom was disposed.</returns>
    public bool TryEnqueue(OperationEchoEntry<TPayload> entry) => _writer.TryEnqueue(entry);

    /// <summary>Waits until every entry accepted before this call has ended. The atom goes on.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller is the writing of an entry, which would wait for itself.</exception>
    public Task DrainAsync(CancellationToken cancellationToken = default) => _writer.FlushAsync(cancellationToken);

    /// <summary>Returns all counts as they were at one instant.</summary>
    public CoordinatorMetrics GetMetrics() => _writer.GetMetrics();

    /// <summary>Returns the window: ended operations in order of their end, then the running ones.</summary>
    public IReadOnlyCollection<EphemeralOperationSnapshot> Snapshot() => _writer.Snapshot();

    /// <summary>Accepts no more entries and waits until those accepted are written, for at most <see cref="EphemeralOptions.DisposeTimeout"/>.</summary>
    /// <remarks>Calling it again is safe.</remarks>
    /// <exception cref="InvalidOperationException">The caller is the writing of an entry, which would wait for itself.</exception>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    /// <summary>Accepts no more entries; those accepted are still written. Calling it again is safe.</summary>
    public void Dispose() => _writer.Dispose();
}
