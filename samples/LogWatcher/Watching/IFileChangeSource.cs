namespace LogWatcher.Watching;

/// <summary>Reports that something may have happened to a file.</summary>
internal interface IFileChangeSource
{
    /// <summary>Starts to report, or gives null where that is not possible; the caller then looks from time to time.</summary>
    /// <param name="path">The full path; the file need not exist.</param>
    /// <param name="changed">Called on any thread, as often as the system likes.</param>
    IDisposable? TryWatch(string path, Action changed);
}
