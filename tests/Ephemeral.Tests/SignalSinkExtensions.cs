using Ephemeral.Signals;

namespace Ephemeral.Tests;

/// <summary>Short forms of what only tests write out.</summary>
internal static class SignalSinkExtensions
{
    /// <summary>Watches a comma list of patterns until disposed.</summary>
    public static SignalWatch Watch(this SignalSink sink, string patterns, Action<SignalWatch> changed) =>
        sink.Watch(SignalPatternSet.Parse(patterns), changed);

    /// <summary>Raises a signal without delivering it, and counts whom it would have reached.</summary>
    public static int SubscribersOf(this SignalSink sink, string signal) =>
        sink.Store(new(signal, 0, null, sink.TimeProvider.GetUtcNow()), sink.TimeProvider.GetTimestamp()).Subscriptions.Length;
}
