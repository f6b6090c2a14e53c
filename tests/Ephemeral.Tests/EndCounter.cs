namespace Ephemeral.Tests;

/// <summary>Lets a test wait until a number of operations has ended and is recorded. Give <see cref="OnSample"/> to the options.</summary>
public sealed class EndCounter
{
    private readonly Lock _gate = new();
    private readonly List<(int Count, TaskCompletionSource Source)> _waiting = [];
    private int _ended;

    public void OnSample(IReadOnlyCollection<EphemeralOperationSnapshot> window)
    {
        List<TaskCompletionSource> reached = [];
        lock (_gate)
        {
            _ended++;
            reached.AddRange(_waiting.Where(waiting => waiting.Count == _ended).Select(static waiting => waiting.Source));
        }

        reached.ForEach(static source => source.SetResult());
    }

    public Task Reached(int count)
    {
        lock (_gate)
        {
            if (_ended >= count) return Task.CompletedTask;
            TaskCompletionSource source = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, source));
            return source.Task.Within();
        }
    }
}
