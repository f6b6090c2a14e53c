using Ephemeral.Signals;

namespace Ephemeral.Tests;

/// <summary>Short forms of what only tests write out.</summary>
internal static class SignalSinkExtensions
{
    /// <summary>Watches a comma list of patterns until disposed.</summary>
    public static SignalWatch Watch(this SignalSink sink, string patterns, Action<SignalWatch> changed) =>
        sink.Watch(SignalPatternSet.Parse(patterns), changed);
}
