namespace Ephemeral.Tests.Documents;

/// <summary>What stands in for the work of a snippet: it says what it was given, in order, and goes on when the test lets it.</summary>
public sealed class HeldWork
{
    private readonly Lock _gate = new();
    private readonly List<string> _started = [];
    private readonly List<(int Count, TaskCompletionSource Source)> _waiting = [];
    private readonly Dictionary<string, TaskCompletionSource> _held = [];
    private bool _isOpen;

    public IReadOnlyList<string> Started
    {
        get { lock (_gate) return [.. _started]; }
    }

    /// <summary>Work that does not wait.</summary>
    public static HeldWork Open()
    {
        HeldWork work = new();
        work.ReleaseAll();
        return work;
    }

    public Task RunAsync(string name, CancellationToken cancellationToken = default)
    {
        List<TaskCompletionSource> reached = [];
        Task released;
        lock (_gate)
        {
            _started.Add(name);
            reached.AddRange(_waiting.Where(waiting => waiting.Count == _started.Count).Select(static waiting => waiting.Source));
            released = _isOpen ? Task.CompletedTask : Held(name).Task;
        }

        reached.ForEach(static source => source.SetResult());
        return released.WaitAsync(cancellationToken);
    }

    /// <summary>Waits until so many have started.</summary>
    public Task Reached(int count)
    {
        lock (_gate)
        {
            if (_started.Count >= count) return Task.CompletedTask;
            TaskCompletionSource source = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, source));
            return source.Task.Within();
        }
    }

    public void Release(string name)
    {
        lock (_gate) Held(name).TrySetResult();
    }

    /// <summary>Lets all go on, those that come later too.</summary>
    public void ReleaseAll()
    {
        lock (_gate)
        {
            _isOpen = true;
            foreach (TaskCompletionSource source in _held.Values) source.TrySetResult();
        }
    }

    private TaskCompletionSource Held(string name)
    {
        if (!_held.TryGetValue(name, out TaskCompletionSource? source)) _held[name] = source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return source;
    }
}
