using Ephemeral.Operations;

namespace Ephemeral.Engine.Handlers;

/// <summary>Runs one item. A struct type parameter of the engine, so that the call is direct.</summary>
internal interface IWorkHandler<TItem, TResult>
{
    /// <summary>Gets whether the body takes its operation, which is then made before the body runs.</summary>
    bool TakesOperation { get; }

    Task InvokeAsync(TItem item, RunningOperation<TResult> run, CancellationToken cancellationToken);

    /// <summary>Returns the result of a body that has completed.</summary>
    TResult? ResultOf(Task completed);

    /// <summary>Gets whether items have terms of their own and may be tried again; where not, nothing is asked.</summary>
    static abstract bool HasTerms { get; }

    /// <summary>Returns the signal that an item handles; null for other work. Asked only while somebody observes.</summary>
    HandledSignal? SignalOf(TItem item);

    /// <summary>Returns what holds for one item beside the coordinator's options.</summary>
    ItemTerms TermsOf(TItem item);

    /// <summary>Returns how long to wait, without a slot, before an item that failed is tried again; null when it has failed for good.</summary>
    TimeSpan? RetryAfter(TItem item, RunningOperation<TResult> run);

    /// <summary>Hears that an item failed for good.</summary>
    void Failed(TItem item, Exception error);
}
