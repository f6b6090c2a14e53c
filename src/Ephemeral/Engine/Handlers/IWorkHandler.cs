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

    /// <summary>Hears that a body failed.</summary>
    void Failed(TItem item, Exception error);
}
