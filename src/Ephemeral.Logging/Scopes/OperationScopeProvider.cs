using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>Shows the running operation as the outermost scope, to whoever reads scopes: nobody else pays for it.</summary>
internal sealed class OperationScopeProvider(IExternalScopeProvider inner) : IExternalScopeProvider
{
    public IDisposable Push(object? state) => inner.Push(state);

    public void ForEachScope<TState>(Action<object?, TState> callback, TState state)
    {
        if (EphemeralOperation.Current is { } operation) callback(new OperationLogScope(operation), state);
        inner.ForEachScope(callback, state);
    }
}
