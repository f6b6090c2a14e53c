namespace Ephemeral.Jobs;

/// <summary>Calls a job's method. Reflection implements it here; generated code can.</summary>
internal interface IJobInvoker
{
    /// <summary>Returns the run's key that a parameter names, or null.</summary>
    string? KeyOf(object? payload);

    Task InvokeAsync(SignalEvent signal, EphemeralOperation operation, CancellationToken cancellationToken);
}
