namespace Ephemeral.Patterns;

/// <summary>Turns signals that ask to wait into holds. Thread-safe.</summary>
internal sealed class RateLimitHeeder(SignalSink? sink, TimeSpan maxDelay, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan _defaultDelay = TimeSpan.FromSeconds(1);

    private IDisposable? _delays;
    private IDisposable? _defaults;
    private long _ignored;

    public TimeProvider Time => time;

    public HoldSink Hold { get; } = new(time);

    public long Ignored => Interlocked.Read(ref _ignored);

    public void Listen()
    {
        _delays = sink?.Subscribe(RateLimitSignal.Prefix + "*", Heed);
        _defaults = sink?.Subscribe(RateLimitSignal.Bare, Heed);
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

    private void Heed(SignalEvent signal)
    {
        TimeSpan delay = _defaultDelay;
        if (signal.Is(RateLimitSignal.Bare) || RateLimitSignal.TryParse(signal.Signal, out delay)) Hold.Hold(delay < maxDelay ? delay : maxDelay);
        else Interlocked.Increment(ref _ignored);
    }
}
