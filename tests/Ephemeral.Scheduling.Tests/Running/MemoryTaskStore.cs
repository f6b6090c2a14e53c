using System.Collections.Concurrent;

namespace Ephemeral.Scheduling.Tests.Running;

/// <summary>A store that outlives the atoms of a test, as a file would, and fails when it is told to.</summary>
internal sealed class MemoryTaskStore : IDurableTaskStore
{
    private readonly ConcurrentDictionary<string, DurableTask> _tasks = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _progress = new();

    public bool Fails { get; set; }

    public IReadOnlyCollection<string> Ids => [.. _tasks.Keys.Order()];

    public Task<IReadOnlyList<DurableTask>> ReadUnfinishedAsync(CancellationToken cancellationToken = default) =>
        Answer<IReadOnlyList<DurableTask>>(() => [.. _tasks.Values.OrderBy(task => task.ScheduledAt)], cancellationToken);

    public Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadProgressAsync(CancellationToken cancellationToken = default) =>
        Answer<IReadOnlyDictionary<string, DateTimeOffset>>(() => new Dictionary<string, DateTimeOffset>(_progress), cancellationToken);

    public Task AddAsync(IReadOnlyCollection<DurableTask> tasks, IReadOnlyDictionary<string, DateTimeOffset> progress, CancellationToken cancellationToken = default) =>
        Answer(
            () =>
            {
                foreach (DurableTask task in tasks) _tasks.TryAdd(task.Id, task);
                foreach ((string name, DateTimeOffset until) in progress) _progress[name] = until;
                return true;
            },
            cancellationToken);

    public Task RemoveAsync(string taskId, CancellationToken cancellationToken = default) => Answer(() => _tasks.TryRemove(taskId, out _), cancellationToken);

    private Task<T> Answer<T>(Func<T> answer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Fails ? Task.FromException<T>(new IOException("The disk is gone.")) : Task.FromResult(answer());
    }
}
