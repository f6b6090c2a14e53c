using LogWatcher.Watching;

namespace LogWatcher.Tests.Watching;

/// <summary>Reports changes when the test says so.</summary>
internal sealed class ManualChanges : IFileChangeSource
{
    private readonly TaskCompletionSource<Action> _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IDisposable TryWatch(string path, Action changed)
    {
        _changed.TrySetResult(changed);
        return new CancellationTokenSource();
    }

    public async Task RaiseAsync() => (await _changed.Task.Within())();
}
