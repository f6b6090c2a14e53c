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
        _delays = sink.Subscribe(RateLimitSignal.Prefix + "*", signal => Heed(signal.Signal));
        _defaults = sink.Subscribe(RateLimitSignal.Bare, signal => Heed(signal.Signal));
        foreach (SignalEvent present in sink.GetSignalsByPattern(RateLimitSignal.Bare + "*").Where(static signal => RateLimitSignal.TryRead(signal.Signal, out _)).TakeLast(1))
        {
            TimeSpan passed = time.GetUtcNow() - present.Timestamp;
            Heed(present.Signal, passed > TimeSpan.Zero ? passed : TimeSpan.Zero);
        }
    }

    /// <summary>Hands a signal of a call to the sink.</summary>
    public void Forward(SignalEvent signal) => sink?.Raise(signal);

    /// <summary>Holds for as long as a signal asks, of which some time has passed already.</summary>
    public void Heed(string signal, TimeSpan passed = default)
    {
        if (RateLimitSignal.TryRead(signal, out TimeSpan delay)) Hold.Hold((delay < maxDelay ? delay : maxDelay) - passed);
        else Interlocked.Increment(ref _ignored);
    }

    public void Dispose()
    {
        _delays?.Dispose();
        _defaults?.Dispose();
    }
}
