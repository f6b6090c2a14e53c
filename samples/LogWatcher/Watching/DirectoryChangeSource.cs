namespace LogWatcher.Watching;

/// <summary>Reports changes by watching the file's directory, so that a file that comes, goes or is replaced is seen too.</summary>
internal sealed class DirectoryChangeSource : IFileChangeSource
{
    public IDisposable? TryWatch(string path, Action changed)
    {
        string? directory = Path.GetDirectoryName(path);
        if (directory is null || !Directory.Exists(directory)) return null;
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(directory, Path.GetFileName(path))
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Changed += (_, _) => changed();
            watcher.Created += (_, _) => changed();
            watcher.Deleted += (_, _) => changed();
            watcher.Renamed += (_, _) => changed();
            watcher.Error += (_, _) => changed();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The system is out of watches, or the directory has just gone: the timer alone must do.
            watcher?.Dispose();
            return null;
        }
    }
}
