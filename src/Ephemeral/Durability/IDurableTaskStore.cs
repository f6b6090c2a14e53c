namespace Ephemeral;

/// <summary>Where tasks that are due are kept until they are done, so that they survive a restart.</summary>
/// <remarks>Thread-safe. Used by one process at a time. What a method throws leaves the store as it was.</remarks>
public interface IDurableTaskStore
{
    /// <summary>Returns the tasks that were added and not removed, by the time at which they were due.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<DurableTask>> ReadUnfinishedAsync(CancellationToken cancellationToken = default);

    /// <summary>Returns for each schedule the time up to which its occurrences were dealt with.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadProgressAsync(CancellationToken cancellationToken = default);

    /// <summary>Adds tasks and notes how far schedules have come: all of it or nothing, and lasting when it returns.</summary>
    /// <param name="tasks">The tasks. One whose <see cref="DurableTask.Id"/> is there is left as it is.</param>
    /// <param name="progress">For each schedule that has come further, the time up to which its occurrences are dealt with.</param>
    /// <param name="cancellationToken">Ends the call; nothing is added then.</param>
    Task AddAsync(IReadOnlyCollection<DurableTask> tasks, IReadOnlyDictionary<string, DateTimeOffset> progress, CancellationToken cancellationToken = default);

    /// <summary>Removes a task that is done. An unknown id is no error.</summary>
    /// <param name="taskId">The task's <see cref="DurableTask.Id"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task RemoveAsync(string taskId, CancellationToken cancellationToken = default);
}
