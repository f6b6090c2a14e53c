namespace LogWatcher.Watching;

/// <summary>Follows one file by name: as it grows, is truncated, is replaced by another, or does not exist yet.</summary>
/// <remarks>
/// <para>The directory's change events wake it. A timer does too, for file systems that report nothing.</para>
/// <para>A file that was renamed is read to its end before its successor. The successor is taken up once it holds something: until
/// then the writer may still be at the old one.</para>
/// <para>Not seen: a rewrite that keeps the first 256 bytes and is as long as before, and a file replaced twice between two checks.</para>
/// </remarks>
internal sealed class FileFollower(string path, FollowOptions options, ILineSink sink) : IDisposable
{
    private readonly string _fullPath = Path.GetFullPath(path);
    private readonly byte[] _buffer = new byte[64 * 1_024];
    private FollowedFile? _file;
    private SourceNotice? _lastNotice;
    private bool _isFirstOpen = true;

    /// <summary>Reads until the end of the file with <see cref="FollowOptions.Once"/>, else until the token is cancelled.</summary>
    /// <remarks>Cancelling is the normal end: what was read is handed on, and the task completes.</remarks>
    /// <exception cref="WatchException">The file cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using WakeSignal wake = new(options.Time);
        IDisposable? changes = null;
        try
        {
            bool isSettled = true;
            bool timedOut = false;
            while (true)
            {
                changes ??= options.Once ? null : options.Changes.TryWatch(_fullPath, wake.Set);
                bool grew = ReadNew(cancellationToken);
                if (_file is { IsRegular: false }) await StreamPump.RunAsync(_file.Stream, options, sink, cancellationToken);
                if (options.Once || _file is { IsRegular: false }) return;

                isSettled &= !grew;
                if (!grew && timedOut && !isSettled)
                {
                    isSettled = true;
                    sink.OnSettled();
                }

                timedOut = !await wake.WaitAsync(isSettled ? options.CheckInterval : options.SettleTime, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Being stopped is the normal end of following.
        }
        finally
        {
            changes?.Dispose();
            sink.OnEnd();
            Dispose();
        }
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>Reads what is there, through a truncation or a rotation. Says whether anything came.</summary>
    private bool ReadNew(CancellationToken cancellationToken)
    {
        if (_file is null && !TryOpen()) return false;
        if (!_file!.IsRegular) return false;
        bool grew = false;
        do
        {
            if (_file.RestartIfRewritten())
            {
                sink.OnEnd();
                Notify(SourceNotice.Truncated);
            }

            grew |= ReadToEnd(cancellationToken);
        }
        while (!options.Once && TryTakeSuccessor(cancellationToken));

        return grew;
    }

    private bool ReadToEnd(CancellationToken cancellationToken)
    {
        bool grew = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int length = ReadChunk();
            if (length == 0) break;
            grew = true;
            sink.OnBytes(_buffer.AsSpan(0, length));
        }

        _file!.RememberHead();
        return grew;
    }

    private int ReadChunk()
    {
        try
        {
            return _file!.Read(_buffer);
        }
        catch (IOException exception)
        {
            throw Unreadable(exception);
        }
    }

    private bool TryTakeSuccessor(CancellationToken cancellationToken)
    {
        FollowedFile? successor = Open(isFirst: false);
        if (successor is null) return false;
        if (successor.IsEmpty || _file!.IsSameAs(successor))
        {
            successor.Dispose();
            return false;
        }

        _ = ReadToEnd(cancellationToken);
        sink.OnEnd();
        _file.Dispose();
        _file = successor;
        Notify(SourceNotice.Rotated);
        return true;
    }

    private bool TryOpen()
    {
        bool isFirst = _isFirstOpen;
        _file = Open(isFirst);
        _isFirstOpen = false;
        if (_file is null) return false;
        if (isFirst && options.FromEnd && _file.IsRegular && _file.SeekEnd()) sink.OnMidLine();
        if (_file.IsRegular) _file.RememberHead();
        Notify(SourceNotice.Opened);
        return true;
    }

    private FollowedFile? Open(bool isFirst)
    {
        try
        {
            return FollowedFile.Open(_fullPath);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            if (options.Once) throw DoesNotExist(exception);
            Notify(SourceNotice.Missing);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (isFirst || options.Once) throw Unreadable(exception);
            Notify(SourceNotice.Unreadable);
        }

        return null;
    }

    private WatchException DoesNotExist(Exception exception) =>
        new($"The file '{path}' does not exist; check the path, or leave out --once to wait for it.", exception);

    private WatchException Unreadable(Exception exception)
    {
        if (Directory.Exists(_fullPath)) return new WatchException($"'{path}' is a directory; name the log files within it.", exception);
        string reason = exception is UnauthorizedAccessException
            ? "because access is denied; run as a user that may read it."
            : $"({exception.Message.TrimEnd('.')}); check the file and its disk.";
        return new WatchException($"The file '{path}' cannot be read {reason}", exception);
    }

    /// <summary>Reports a state once, however often it is found again.</summary>
    private void Notify(SourceNotice notice)
    {
        bool isRepeated = notice == _lastNotice && notice is SourceNotice.Missing or SourceNotice.Unreadable;
        _lastNotice = notice;
        if (!isRepeated) sink.OnNotice(notice);
    }
}
