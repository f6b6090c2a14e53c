namespace Ephemeral;

/// <summary>Where the signals that are present are kept, so that they survive a restart.</summary>
/// <remarks>
/// <para>Used by one window at a time, which makes one call after the other; an implementation needs to be no more than that.</para>
/// <para>A store has no bounds of its own: it holds what it was given until it is told to remove it, and a window gives it no more than its
/// sink holds and one write.</para>
/// </remarks>
public interface ISignalWindowStore
{
    /// <summary>Returns all signals, in ascending order of their ids.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<StoredSignal>> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes signals and adds others: all of it, or, when it throws, preferably nothing.</summary>
    /// <remarks>
    /// A write that failed is repeated as it was, so it has to do no harm when it had been done after all: an id that is added and there
    /// already is left as it is, and an id that is removed and not there is no error.
    /// </remarks>
    /// <param name="added">What to add, in ascending order of ids.</param>
    /// <param name="removed">The ids to remove. None of them is added by the same write.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task WriteAsync(IReadOnlyList<StoredSignal> added, IReadOnlyList<long> removed, CancellationToken cancellationToken = default);
}
