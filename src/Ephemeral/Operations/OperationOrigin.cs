using System.Diagnostics;
using Ephemeral.Signals;

namespace Ephemeral.Operations;

/// <summary>What an item brings from where it was enqueued: the chain of signals that caused it, and the trace it belongs to.</summary>
internal sealed class OperationOrigin(SignalPropagation? cause, ActivityContext trace, AnnouncedItem? announced = null)
{
    public SignalPropagation? Cause { get; } = cause;

    public ActivityContext Trace { get; } = trace;

    /// <summary>Gets who was told that the item is about to be offered; null for nobody.</summary>
    public AnnouncedItem? Announced { get; } = announced;

    /// <summary>Captures the caller's origin; null, and nothing is allocated, when there is neither a cause nor a wanted trace.</summary>
    public static OperationOrigin? Capture(ObserverNeeds needs, bool withCause = true)
    {
        SignalPropagation? cause = withCause ? SignalCauses.Capture() : null;
        Activity? activity = (needs & ObserverNeeds.TraceContext) == 0 ? null : Activity.Current;
        return cause is null && activity is null ? null : new(cause, activity?.Context ?? default);
    }

    /// <summary>Tells an observer that an item of this origin is about to be offered, which may change the trace that it belongs to.</summary>
    public static OperationOrigin Announce(OperationOrigin? origin, EphemeralObserver observer, in OperationSubmittingArguments arguments)
    {
        ActivityContext context = origin?.Trace ?? default;
        object? state = observer.OperationSubmitting(arguments, ref context);
        return new(origin?.Cause, context, new(observer, state));
    }
}
