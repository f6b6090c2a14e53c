namespace Ephemeral.Patterns;

/// <summary>Tells whether signals of a kind have become too many, within a window that moves with the clock.</summary>
/// <remarks>
/// Thread-safe. It asks the sink when it is asked: nothing runs in between, and nothing is to be disposed. What the sink has forgotten, for
/// its age or for want of room, is not counted: let it remember for at least the window and room for the threshold. Signals dated in the
/// future, before the clock was set back, do not count.
/// </remarks>
/// <example><code>
/// SignalAnomalyDetector detector = new(sink, "error.*", threshold: 5, window: TimeSpan.FromSeconds(10));
/// if (detector.IsAnomalous()) Console.WriteLine($"{detector.GetMatchCount()} errors in ten seconds");
/// </code></example>
public sealed class SignalAnomalyDetector
{
    private readonly SignalSink _sink;
    private readonly TimeProvider _time;

    /// <summary>Creates a detector.</summary>
    /// <param name="sink">The sink. Borrowed.</param>
    /// <param name="pattern">The signals that count: <c>*</c> any run of characters, <c>?</c> one.</param>
    /// <param name="threshold">How many are an anomaly; at least 1.</param>
    /// <param name="window">Within how much time, both ends included; positive. Null: 10 seconds.</param>
    /// <param name="timeProvider">The clock, which should be the sink's; null: the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is below 1, or <paramref name="window"/> is not positive or beyond ten years.</exception>
    public SignalAnomalyDetector(SignalSink sink, string pattern = "error.*", int threshold = 5, TimeSpan? window = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 1);
        _sink = sink;
        Pattern = pattern;
        Threshold = threshold;
        Window = Spans.Positive(window ?? TimeSpan.FromSeconds(10), nameof(window));
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>Gets the signals that count.</summary>
    public string Pattern { get; }

    /// <summary>Gets how many are an anomaly.</summary>
    public int Threshold { get; }

    /// <summary>Gets within how much time.</summary>
    public TimeSpan Window { get; }

    /// <summary>Tells whether at least <see cref="Threshold"/> matching signals were raised within the last <see cref="Window"/>.</summary>
    public bool IsAnomalous() => GetMatchCount() >= Threshold;

    /// <summary>Returns how many matching signals were raised within the last <see cref="Window"/>.</summary>
    public int GetMatchCount()
    {
        DateTimeOffset now = _time.GetUtcNow();
        int recent = _sink.CountRecentMatching(Pattern, now - Window);
        return recent == 0 ? 0 : Math.Max(0, recent - _sink.CountRecentMatching(Pattern, now + Spans.ClockTolerance));
    }
}
