namespace Ephemeral.Scheduling.Running;

/// <summary>A look at the clock, or the wish that one schedule runs now.</summary>
internal sealed class TickRequest(ScheduleEntry? wanted)
{
    private readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets the schedule that runs now, due or not; null for those that are due.</summary>
    public ScheduleEntry? Wanted => wanted;

    /// <summary>Gets how many tasks it made.</summary>
    public Task<int> Done => _done.Task;

    public void Succeed(int tasks) => _done.TrySetResult(tasks);

    public void Fail(Exception error)
    {
        _done.TrySetException(error);
        _ = _done.Task.Exception; // seen: the timer asks for nothing
    }
}
