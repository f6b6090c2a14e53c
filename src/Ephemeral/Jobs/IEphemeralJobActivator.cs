namespace Ephemeral;

/// <summary>Gives jobs the objects that their methods are called on, and the services that their parameters want: a container's side.</summary>
public interface IEphemeralJobActivator
{
    /// <summary>Tells whether a parameter of this type is a service; what is none is the signal's payload.</summary>
    bool IsService(Type type);

    /// <summary>Opens the scope of one attempt; it is disposed when the attempt has ended.</summary>
    /// <param name="jobType">The type whose method will be called.</param>
    IEphemeralJobScope OpenScope(Type jobType);
}
