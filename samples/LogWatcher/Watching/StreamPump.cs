namespace LogWatcher.Watching;

/// <summary>Reads standard input or a pipe to its end.</summary>
internal static class StreamPump
{
    private const int BufferBytes = 64 * 1_024;

    /// <summary>Reads until the end or until the token is cancelled.</summary>
    /// <remarks>The stream is borrowed. The end is not announced to the sink; the caller does that.</remarks>
    public static async Task RunAsync(Stream stream, FollowOptions options, ILineSink sink, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferBytes];
        while (true)
        {
            // A console or pipe may not honour the token while it waits, so the wait does.
            Task<int> read = stream.ReadAsync(buffer, cancellationToken).AsTask();
            if (!read.IsCompleted && !await CompletesWithinAsync(read, options, cancellationToken)) sink.OnSettled();
            int length = await read.WaitAsync(cancellationToken);
            if (length == 0) return;
            sink.OnBytes(buffer.AsSpan(0, length));
        }
    }

    private static async Task<bool> CompletesWithinAsync(Task<int> read, FollowOptions options, CancellationToken cancellationToken)
    {
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task settled = Task.Delay(options.SettleTime, options.Time, done.Token);
        bool completed = await Task.WhenAny(read, settled) == read;
        await done.CancelAsync();
        return completed;
    }
}
