using Ephemeral.Signals;

namespace Ephemeral.Tests;

/// <summary>Short forms of what only tests write out.</summary>
internal static class SignalSinkExtensions
{
    /// <summary>Watches a comma list of patterns until disposed.</summary>
    public static SignalWatch Watch(this SignalSink sink, string patterns, Action<SignalWatch> changed) =>
        sink.Watch(SignalPatternSet.Parse(patterns), changed);

    /// <summary>Counts the subscriptions that a signal of this name would reach; it puts one into the window and delivers it to nobody.</summary>
    public static int SubscriptionsTo(this SignalSink sink, string name) =>
        sink.TryAdmit(new SignalEvent(name, 1, null, default), out AdmittedSignal admitted) ? sink.Store(admitted).Subscriptions.Length : 0;
}
