namespace Ephemeral.Patterns;

/// <summary>Ends a read that brings nothing for too long. One timer for a whole body.</summary>
internal sealed class StallGuard : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _stalled;
    private readonly CancellationTokenSource _either;

    public StallGuard(SignalingHttpOptions options, CancellationToken cancellationToken)
    {
        _limit = options.StallTimeout ?? Timeout.InfiniteTimeSpan;
        _caller = cancellationToken;
        _stalled = new(Timeout.InfiniteTimeSpan, options.TimeProvider);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stalled.Token);
    }

    /// <summary>Reads what has come, or waits until something comes.</summary>
    /// <exception cref="TimeoutException">Nothing came in time.</exception>
    public async ValueTask<int> ReadAsync(Stream body, byte[] buffer)
    {
#pragma warning disable RS0030 // the source has the time provider, and unlike a timer of ours it may be disposed while that rings
        _stalled.CancelAfter(_limit);
#pragma warning restore RS0030
        try
        {
            return await body.ReadAsync(buffer, _either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!_caller.IsCancellationRequested)
        {
            throw new TimeoutException($"The body brought nothing for {_limit}. Set {nameof(SignalingHttpOptions.StallTimeout)} to wait longer.", error);
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _stalled.Dispose();
    }
}
