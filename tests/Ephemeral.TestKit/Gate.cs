namespace Ephemeral.TestKit;

/// <summary>A meeting point between a test and the code that it runs: the code arrives and waits, the test opens.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets a task that completes when somebody has arrived; it fails by name when nobody does.</summary>
    public Task Reached => _reached.Task.Within();

    public bool IsReached => _reached.Task.IsCompleted;

    public void Open() => _opened.TrySetResult();

    public Task WaitAsync(CancellationToken cancellationToken = default)
    {
        _reached.TrySetResult();
        return _opened.Task.WaitAsync(cancellationToken);
    }
}
