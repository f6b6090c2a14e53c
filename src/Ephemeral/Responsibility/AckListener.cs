namespace Ephemeral.Responsibility;

/// <summary>Listens to one pattern for as long as somebody waits for it, and knows who waits for which key.</summary>
/// <remarks>The owner's lock guards <see cref="Waiting"/>. Subscribing and unsubscribing happen outside it, in any order.</remarks>
internal sealed class AckListener(string pattern)
{
    private static readonly IDisposable _stopped = new Nothing();

    private IDisposable? _subscription;

    public string Pattern => pattern;

    /// <summary>Gets who waits, by the key of the acknowledging signal.</summary>
    public Dictionary<string, List<HeldOperation>> Waiting { get; } = [];

    /// <summary>Listens from now on, unless it does already or has stopped for good.</summary>
    public void Start(SignalSink sink, Action<AckListener, SignalEvent> handler)
    {
        if (Volatile.Read(ref _subscription) is not null) return;
        IDisposable made = sink.Subscribe(pattern, signal => handler(this, signal));
        if (Interlocked.CompareExchange(ref _subscription, made, null) is not null) made.Dispose();
    }

    public void Stop() => Interlocked.Exchange(ref _subscription, _stopped)?.Dispose();

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
