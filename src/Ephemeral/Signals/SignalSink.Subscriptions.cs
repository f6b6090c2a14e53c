using Ephemeral.Signals;

namespace Ephemeral;

public sealed partial class SignalSink
{
    private readonly EventSubscriptions<SignalEvent> _raised = new();

    /// <summary>Occurs when a signal was raised: <see cref="Subscribe(Action{SignalEvent})"/> for whoever prefers an event.</summary>
    public event Action<SignalEvent>? SignalRaised
    {
        add
        {
            if (value is not null) _raised.Add(Subscribe(SignalPattern.Everything, value, passive: false));
        }
        remove => _raised.Remove(value);
    }

    /// <summary>Calls a handler for every signal until the returned subscription is disposed.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    public IDisposable Subscribe(Action<SignalEvent> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Subscribe(SignalPattern.Everything, handler, passive: false);
    }

    /// <summary>Calls a handler for the signals that match a pattern until the returned subscription is disposed.</summary>
    /// <remarks>What a raise costs does not depend on how many subscriptions it does not reach.</remarks>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty, or <paramref name="handler"/> is null.</exception>
    public IDisposable Subscribe(string pattern, Action<SignalEvent> handler) => Subscribe(pattern, handler, passive: false);

    internal IDisposable Subscribe(string pattern, Action<SignalEvent> handler, bool passive)
    {
        SignalArguments.ThrowIfNoPattern(pattern);
        ArgumentNullException.ThrowIfNull(handler);
        return Subscribe(new SignalPattern(pattern), handler, passive);
    }

    /// <summary>Watches patterns until disposed.</summary>
    /// <remarks>Read <see cref="SignalWatch.IsPresent"/> once now: only changes call back.</remarks>
    internal SignalWatch Watch(SignalPatternSet patterns, Action<SignalWatch> changed)
    {
        SignalWatch watch = new(patterns, changed, Forget);
        using (Visit()) _names.Add(watch);
        SetAlarm();
        return watch;
    }

    private SignalSubscriber<SignalEvent> Subscribe(SignalPattern pattern, Action<SignalEvent> handler, bool passive)
    {
        lock (_gate) return _routes.Add(pattern, handler, passive, Unsubscribe);
    }

    private void Unsubscribe(SignalSubscriber<SignalEvent> subscription)
    {
        lock (_gate) _routes.Remove(subscription);
    }

    private void Forget(SignalWatch watch)
    {
        lock (_gate) _names.Remove(watch);
        SetAlarm();
    }

    private void TellWatchers()
    {
        _names.TellWatchers();
        SetAlarm();
    }

    private void Expire()
    {
        using (Visit()) { }
        SetAlarm();
    }

    /// <summary>Keeps the alarm on the next expiry that a watch has to hear of, and off when there is none.</summary>
    private void SetAlarm() => _alarm.Follow(_clock, this, static sink => sink.NextWatchedExpiry());

    private long? NextWatchedExpiry()
    {
        lock (_gate) return _window.NextWatchedExpiry();
    }
}
