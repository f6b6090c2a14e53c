namespace Ephemeral.Hosting.Creation;

/// <summary>How coordinators that keep results are made.</summary>
internal static class ResultMaker
{
    public static CoordinatorMaker<EphemeralResultCoordinator<TInput, TResult>> Of<TInput, TResult>(
        Func<TInput, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options)
    {
        ArgumentNullException.ThrowIfNull(body);
        return (_, overlay) => new(body, overlay.Over(options));
    }

    public static CoordinatorMaker<EphemeralResultCoordinator<TInput, TResult>> Of<TInput, TResult>(
        Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options)
    {
        ArgumentNullException.ThrowIfNull(body);
        return (_, overlay) => new(body, overlay.Over(options));
    }

    public static CoordinatorMaker<EphemeralResultCoordinator<TInput, TResult>> Of<TInput, TResult>(
        Func<IServiceProvider, Func<TInput, CancellationToken, Task<TResult>>> bodyFactory,
        EphemeralOptions? options)
    {
        ArgumentNullException.ThrowIfNull(bodyFactory);
        return (services, overlay) => new(bodyFactory(services), overlay.Over(options));
    }

    public static CoordinatorMaker<EphemeralResultCoordinator<TInput, TResult>> Of<TInput, TResult>(
        Func<IServiceProvider, Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>>> bodyFactory,
        EphemeralOptions? options)
    {
        ArgumentNullException.ThrowIfNull(bodyFactory);
        return (services, overlay) => new(bodyFactory(services), overlay.Over(options));
    }
}
