namespace Ephemeral;

/// <summary>Calls a job's method for a signal. A scan makes one by reflection; generated code can implement it without, and hand it to an <see cref="EphemeralJobDescriptor"/>.</summary>
public interface IEphemeralJobInvoker
{
    /// <summary>Returns the key that a parameter takes from the payload, or null.</summary>
    string? KeyOf(object? payload);

    /// <summary>Calls the method, once for each attempt.</summary>
    Task InvokeAsync(SignalEvent signal, EphemeralOperation operation, CancellationToken cancellationToken);
}
