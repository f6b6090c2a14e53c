namespace Ephemeral.Patterns;

/// <summary>Turns signals that ask to wait into holds. Thread-safe.</summary>
internal sealed class RateLimitHeeder(SignalSink? sink, TimeSpan maxDelay, TimeProvider time) : IDisposable
{
    private IDisposable? _delays;
    private IDisposable? _defaults;
    private long _ignored;

    public TimeProvider Time => time;

    public HoldSink Hold { get; } = new(time);

    public long Ignored => Interlocked.Read(ref _ignored);

    /// <summary>Follows the sink, beginning with what is left of the latest wait that it knows of.</summary>
    public void Listen()
    {
        if (sink is null) return;
        _delays = sink.Subscribe(RateLimitSignal.Prefix + "*", Heed);
        _defaults = sink.Subscribe(RateLimitSignal.Bare, Heed);
        foreach (SignalEvent present in sink.GetSignalsByPattern(RateLimitSignal.Bare + "*").Where(static signal => RateLimitSignal.TryRead(signal.Signal, out _)).TakeLast(1))
        {
            TimeSpan passed = time.GetUtcNow() - present.Timestamp;
            Heed(present, passed > TimeSpan.Zero ? passed : TimeSpan.Zero);
        }
    }

    /// <summary>Takes a signal of a call; with a sink, it comes back from there.</summary>
    public void Forward(SignalEvent signal)
    {
        if (sink is not null) sink.Raise(signal);
        else if (signal.Is(RateLimitSignal.Bare) || signal.StartsWith(RateLimitSignal.Prefix)) Heed(signal);
    }

    public void Dispose()
    {
        _delays?.Dispose();
        _defaults?.Dispose();
    }

    private void Heed(SignalEvent signal) => Heed(signal, TimeSpan.Zero);

    private void Heed(SignalEvent signal, TimeSpan passed)
    {
        if (RateLimitSignal.TryRead(signal.Signal, out TimeSpan delay)) Hold.Hold((delay < maxDelay ? delay : maxDelay) - passed);
        else Interlocked.Increment(ref _ignored);
    }
}
