namespace Ephemeral;

/// <summary>What one attempt at a job lives on.</summary>
public interface IEphemeralJobScope : IAsyncDisposable
{
    /// <summary>Gets the object that the job's method is called on.</summary>
    object Target { get; }

    /// <summary>Returns a service that a parameter of the method wants.</summary>
    object GetService(Type type);
}
