namespace Ephemeral.Patterns;

/// <summary>Ends a read that brings nothing for too long. One timer for a whole body.</summary>
internal sealed class StallGuard : IDisposable
{
    private readonly TimeSpan? _limit;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _either;
    private readonly ITimer? _timer;

    public StallGuard(SignalingHttpOptions options, CancellationToken cancellationToken)
    {
        _limit = options.StallTimeout;
        _caller = cancellationToken;
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_limit is not null)
            _timer = options.TimeProvider.CreateTimer(static either => ((CancellationTokenSource)either!).Cancel(), _either, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Reads what has come, or waits until something comes.</summary>
    /// <exception cref="TimeoutException">Nothing came in time.</exception>
    public async ValueTask<int> ReadAsync(Stream body, byte[] buffer)
    {
        if (_limit is { } limit) _timer?.Change(limit, Timeout.InfiniteTimeSpan);
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
        _timer?.Dispose();
        _either.Dispose();
    }
}
