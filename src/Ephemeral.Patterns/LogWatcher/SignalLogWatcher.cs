namespace Ephemeral.Patterns;

/// <summary>Calls back for the signals that match a pattern: once for each operation and name, however often it is raised.</summary>
/// <remarks>
/// <para>Thread-safe. The callback runs on the thread that raises the signal, at once; what is present when the watcher is made is reported
/// while it is made. What the callback throws is caught and counted. For work that takes time use <c>SubscribeQueued</c>.</para>
/// <para>The latest 10,000 pairs of operation and name are remembered; one that was forgotten may be reported again.</para>
/// </remarks>
/// <example><code>
/// using SignalLogWatcher watcher = new(sink, signal => Console.WriteLine(signal.Signal), "error.*");
/// </code></example>
public sealed class SignalLogWatcher : IDisposable
{
    private const int Remembered = 10_000;

    private readonly RecentPairs _seen = new(Remembered);
    private readonly Action<SignalEvent> _onMatch;
    private readonly IDisposable _subscription;
    private long _matches;
    private long _failures;

    /// <summary>Creates a watcher.</summary>
    /// <param name="sink">The sink. Borrowed.</param>
    /// <param name="onMatch">What is called.</param>
    /// <param name="pattern">The pattern: <c>*</c> any run of characters, <c>?</c> one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> or <paramref name="onMatch"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty.</exception>
    public SignalLogWatcher(SignalSink sink, Action<SignalEvent> onMatch, string pattern = "error.*")
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(onMatch);
        _onMatch = onMatch;
        Pattern = pattern;
        _subscription = sink.Subscribe(pattern, Report);
        foreach (SignalEvent present in sink.GetSignalsByPattern(pattern)) Report(present);
    }

    /// <summary>Gets the pattern of the signals that are reported.</summary>
    public string Pattern { get; }

    /// <summary>Gets how many signals were reported.</summary>
    public long MatchCount => Interlocked.Read(ref _matches);

    /// <summary>Gets how often the callback has thrown.</summary>
    public long CallbackFailures => Interlocked.Read(ref _failures);

    /// <summary>Ends the watching. Calling it again is safe.</summary>
    public void Dispose() => _subscription.Dispose();

    private void Report(SignalEvent signal)
    {
        if (!_seen.TryAdd(signal.OperationId, signal.Signal)) return;
        Interlocked.Increment(ref _matches);
        try
        {
            _onMatch(signal);
        }
        catch (Exception)
        {
            Interlocked.Increment(ref _failures);
        }
    }
}
