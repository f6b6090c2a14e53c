using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>Raises the signals of one sink in another one. Made by <see cref="SignalSubscriptionExtensions.SubscribeToPattern"/>.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class SignalSubscription : IDisposable
{
    private readonly SignalSink _target;
    private readonly Func<SignalEvent, SignalEvent>? _transform;
    private readonly Action<SignalEvent>? _onForwarded;
    private readonly IDisposable _subscription;
    private long _forwarded;

    internal SignalSubscription(
        SignalSink target, SignalSink source, string pattern, Func<SignalEvent, SignalEvent>? transform, Action<SignalEvent>? onForwarded)
    {
        _target = target;
        _transform = transform;
        _onForwarded = onForwarded;
        Pattern = pattern;
        _subscription = source.Subscribe(pattern, Forward);
    }

    /// <summary>Gets the pattern of the signals that are forwarded.</summary>
    public string Pattern { get; }

    /// <summary>Gets how many signals were raised in the target; those that its constraints blocked are not among them.</summary>
    public long ForwardedCount => Interlocked.Read(ref _forwarded);

    /// <summary>Ends the subscription. Calling it again is safe.</summary>
    public void Unsubscribe() => _subscription.Dispose();

    /// <inheritdoc cref="Unsubscribe"/>
    public void Dispose() => Unsubscribe();

    private void Forward(SignalEvent signal)
    {
        SignalEvent forwarded = _transform is null ? signal : _transform(signal);
        SignalArguments.ThrowIfNoName(forwarded.Signal, nameof(forwarded));
        if (!_target.TryRaise(forwarded)) return;
        Interlocked.Increment(ref _forwarded);
        _onForwarded?.Invoke(forwarded);
    }
}
