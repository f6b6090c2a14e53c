namespace Ephemeral;

/// <summary>Writes down the last words of operations in the background: one after the other and in order, unless the options say otherwise.</summary>
/// <inheritdoc cref="EchoAtomBase{TRecord}" path="/remarks"/>
/// <example><code>
/// await using LastWordsNoteAtom notes = new(async note => await storage.AppendAsync(note));
/// coordinator.OperationFinalized += left => notes.TryEnqueue(new(left.Id, left.Key, left.Signals?[^1], DateTimeOffset.UtcNow));
/// </code></example>
public sealed class LastWordsNoteAtom : EchoAtomBase<LastWordsNote>
{
    /// <summary>Creates an atom that writes at once.</summary>
    /// <param name="persist">Writes one note.</param>
    /// <param name="options">Limits and retention; null: one at a time, and a window of 64 notes for 30 seconds.</param>
    /// <exception cref="ArgumentNullException"><paramref name="persist"/> is null.</exception>
    /// <exception cref="ArgumentException">Options are not valid; the message lists every fault.</exception>
    public LastWordsNoteAtom(Func<LastWordsNote, Task> persist, EphemeralOptions? options = null)
        : base(persist, options, nameof(LastWordsNoteAtom))
    {
    }

    /// <inheritdoc cref="LastWordsNoteAtom(Func{LastWordsNote, Task}, EphemeralOptions?)"/>
    /// <param name="persist">Writes one note; its token is cancelled when <see cref="EphemeralOptions.DisposeTimeout"/> ends the wait for it.</param>
    /// <param name="options">Limits and retention; null: one at a time, and a window of 64 notes for 30 seconds.</param>
    public LastWordsNoteAtom(Func<LastWordsNote, CancellationToken, Task> persist, EphemeralOptions? options = null)
        : base(persist, options, nameof(LastWordsNoteAtom))
    {
    }
}
