namespace Ephemeral.Logging;

/// <summary>Keeps the incidents of one <see cref="IncidentTracker"/> over a restart.</summary>
/// <remarks>
/// <para>The tracker makes one call at a time, never under a lock and never on the thread that logs. It reads once, and then writes what
/// changed: every second, and when it is disposed.</para>
/// <para>What a method throws is caught and counted; what was to be written is written later.</para>
/// </remarks>
public interface IIncidentStore
{
    /// <summary>Reads every incident that was saved and not removed, in any order.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<IReadOnlyList<Incident>> LoadAsync(CancellationToken cancellationToken = default);

    /// <summary>Writes incidents, each in place of what was saved with its <see cref="Incident.Id"/>, and removes others: all of it or, when it fails, nothing.</summary>
    /// <param name="changed">What is to be kept, whole, with its occurrences. No two have one id.</param>
    /// <param name="removed">The ids of those that are to be forgotten; none of them is in <paramref name="changed"/>. An unknown one is no fault.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is written then.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask SaveAsync(IReadOnlyCollection<Incident> changed, IReadOnlyCollection<string> removed, CancellationToken cancellationToken = default);
}
