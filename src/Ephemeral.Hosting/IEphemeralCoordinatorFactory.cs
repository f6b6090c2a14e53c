namespace Ephemeral;

/// <summary>Gives the coordinators of one item type that were registered under names, as <c>IHttpClientFactory</c> does for clients.</summary>
/// <remarks>
/// Thread-safe. One name is one coordinator, made when it is first asked for. The container owns it: nobody else has to dispose it.
/// </remarks>
/// <typeparam name="T">The type of the items.</typeparam>
public interface IEphemeralCoordinatorFactory<T>
{
    /// <summary>Returns the coordinator of a name.</summary>
    /// <param name="name">The name that it was registered under; empty for the registration without a name.</param>
    /// <returns>The same coordinator for the same name.</returns>
    /// <exception cref="InvalidOperationException">Nothing is registered under the name; the message lists the names that are.</exception>
    /// <exception cref="ObjectDisposedException">The container was disposed before the coordinator was created.</exception>
    EphemeralWorkCoordinator<T> CreateCoordinator(string name = "");
}
