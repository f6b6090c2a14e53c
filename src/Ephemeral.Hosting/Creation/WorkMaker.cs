namespace Ephemeral.Hosting.Creation;

/// <summary>How plain coordinators are made.</summary>
internal static class WorkMaker
{
    public static CoordinatorMaker<EphemeralWorkCoordinator<T>> Of<T>(Func<T, CancellationToken, Task> body, EphemeralOptions? options)
    {
        ArgumentNullException.ThrowIfNull(body);
        return (_, overlay) => new(body, overlay.Over(options));
    }

    public static CoordinatorMaker<EphemeralWorkCoordinator<T>> Of<T>(Func<T, EphemeralOperation, CancellationToken, Task> body, EphemeralOptions? options)
    {
        ArgumentNullException.ThrowIfNull(body);
        return (_, overlay) => new(body, overlay.Over(options));
    }

    public static CoordinatorMaker<EphemeralWorkCoordinator<T>> Of<T>(
        Func<IServiceProvider, Func<T, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options)
    {
        ArgumentNullException.ThrowIfNull(bodyFactory);
        return (services, overlay) => new(bodyFactory(services), overlay.Over(options));
    }

    public static CoordinatorMaker<EphemeralWorkCoordinator<T>> Of<T>(
        Func<IServiceProvider, Func<T, EphemeralOperation, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options)
    {
        ArgumentNullException.ThrowIfNull(bodyFactory);
        return (services, overlay) => new(bodyFactory(services), overlay.Over(options));
    }
}
