namespace Ephemeral.Tests.Models;

/// <summary>Counts events that happen on other threads, and lets a test wait for a number of them.</summary>
internal sealed class Tally
{
    private readonly Lock _gate = new();
    private readonly List<(int Count, TaskCompletionSource Source)> _waiting = [];

    public int Count { get; private set; }

    public void Add()
    {
        lock (_gate)
        {
            Count++;
            foreach ((int count, TaskCompletionSource source) in _waiting)
                if (count == Count) source.SetResult();

            _waiting.RemoveAll(waiting => waiting.Count <= Count);
        }
    }

    public Task Reached(int count)
    {
        lock (_gate)
        {
            if (Count >= count) return Task.CompletedTask;
            TaskCompletionSource source = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, source));
            return source.Task;
        }
    }
}
