using LogWatcher.Watching;

namespace LogWatcher.Tests.Watching;

/// <summary>A file system that reports nothing.</summary>
internal sealed class NoChanges : IFileChangeSource
{
    public IDisposable? TryWatch(string path, Action changed) => null;
}
