using Ephemeral.Echoes;

namespace Ephemeral;

/// <summary>Writes down the last words of operations in the background: one after the other and in order, unless the options say otherwise.</summary>
/// <remarks>
/// <para>Thread-safe and bounded: beyond <see cref="EphemeralOptions.QueueCapacity"/> <see cref="EnqueueAsync"/> waits and
/// <see cref="TryEnqueue"/> is false. A note whose writing fails is counted as failed and kept in the window with its exception.</para>
/// <para>Disposing writes what was accepted; <see cref="Dispose"/> does not wait for it.</para>
/// </remarks>
/// <example><code>
/// await using LastWordsNoteAtom notes = new(async note => await storage.AppendAsync(note));
/// coordinator.OperationFinalized += left => notes.TryEnqueue(new(left.Id, left.Key, left.Signals?[^1], DateTimeOffset.UtcNow));
/// </code></example>
public sealed class LastWordsNoteAtom : IAsyncDisposable, IDisposable
{
    private readonly EchoWriter<LastWordsNote> _writer;

    /// <summary>Creates an atom that writes at once.</summary>
    /// <param name="persist">Writes one note.</param>
    /// <param name="options">Limits and retention; null: one at a time, and a window of 64 notes for 30 seconds.</param>
    /// <exception cref="ArgumentNullException"><paramref name="persist"/> is null.</exception>
    /// <exception cref="ArgumentException">Options are not valid; the message lists every fault.</exception>
    public LastWordsNoteAtom(Func<LastWordsNote, Task> persist, EphemeralOptions? options = null)
        : this(EchoWriter<LastWordsNote>.WithToken(persist), options)
    {
    }

    /// <inheritdoc cref="LastWordsNoteAtom(Func{LastWordsNote, Task}, EphemeralOptions?)"/>
    /// <param name="persist">Writes one note; its token is cancelled when <see cref="EphemeralOptions.DisposeTimeout"/> ends the wait for it.</param>
    /// <param name="options">Limits and retention; null: one at a time, and a window of 64 notes for 30 seconds.</param>
    public LastWordsNoteAtom(Func<LastWordsNote, CancellationToken, Task> persist, EphemeralOptions? options = null) =>
        _writer = new(persist, options, nameof(LastWordsNoteAtom));

    /// <summary>Accepts a note, waiting while the queue is full.</summary>
    /// <param name="note">The note.</param>
    /// <param name="cancellationToken">Ends the wait for room only; an accepted note is not affected.</param>
    /// <returns>The id of the operation that writes it, once it is accepted. Await it once.</returns>
    /// <exception cref="CoordinatorFullException">The queue is full and <see cref="EphemeralOptions.FullMode"/> is <see cref="QueueFullMode.Reject"/>.</exception>
    /// <exception cref="ObjectDisposedException">The atom was disposed.</exception>
    public ValueTask<long> EnqueueAsync(LastWordsNote note, CancellationToken cancellationToken = default) => _writer.EnqueueAsync(note, cancellationToken);

    /// <summary>Accepts a note if there is room now.</summary>
    /// <returns>False when the queue is full or the atom was disposed.</returns>
    public bool TryEnqueue(LastWordsNote note) => _writer.TryEnqueue(note);

    /// <summary>Waits until every note accepted before this call has ended. The atom goes on.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller is the writing of a note, which would wait for itself.</exception>
    public Task DrainAsync(CancellationToken cancellationToken = default) => _writer.FlushAsync(cancellationToken);

    /// <summary>Returns all counts as they were at one instant.</summary>
    public CoordinatorMetrics GetMetrics() => _writer.GetMetrics();

    /// <summary>Returns the window: ended operations in order of their end, then the running ones.</summary>
    public IReadOnlyCollection<EphemeralOperationSnapshot> Snapshot() => _writer.Snapshot();

    /// <summary>Accepts no more notes and waits until those accepted are written, for at most <see cref="EphemeralOptions.DisposeTimeout"/>.</summary>
    /// <remarks>Calling it again is safe.</remarks>
    /// <exception cref="InvalidOperationException">The caller is the writing of a note, which would wait for itself.</exception>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    /// <summary>Accepts no more notes; those accepted are still written. Calling it again is safe.</summary>
    public void Dispose() => _writer.Dispose();
}
