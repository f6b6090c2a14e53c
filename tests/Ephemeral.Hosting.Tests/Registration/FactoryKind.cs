using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Tests.Registration;

/// <summary>One kind of named registration, with its factory.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Register">Registers a coordinator of a name, and is told when its body is made.</param>
/// <param name="Create">Asks the factory for a name.</param>
/// <param name="Inject">Asks the container for the one without a name.</param>
internal sealed record FactoryKind(
    string Name,
    Action<IServiceCollection, string, Action> Register,
    Func<IServiceProvider, string, CoordinatorBase> Create,
    Func<IServiceProvider, CoordinatorBase> Inject)
{
    internal static FactoryKind[] All { get; } =
    [
        new(
            "EphemeralWorkCoordinator<WorkItem>",
            static (services, name, made) => services.AddCoordinator<WorkItem>(name, _ => Made(made, static (_, _) => Task.CompletedTask)),
            static (services, name) => services.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>().CreateCoordinator(name),
            static services => services.GetRequiredService<EphemeralWorkCoordinator<WorkItem>>()),
        new(
            "EphemeralKeyedWorkCoordinator<WorkItem, String>",
            static (services, name, made) => services.AddKeyedCoordinator<WorkItem, string>(name, static item => item.Id, _ => Made(made, static (_, _) => Task.CompletedTask)),
            static (services, name) => services.GetRequiredService<IEphemeralKeyedCoordinatorFactory<WorkItem, string>>().CreateCoordinator(name),
            static services => services.GetRequiredService<EphemeralKeyedWorkCoordinator<WorkItem, string>>()),
        new(
            "EphemeralResultCoordinator<WorkItem, Int32>",
            static (services, name, made) => services.AddResultCoordinator<WorkItem, int>(name, _ =>
            {
                made();
                return static (_, _) => Task.FromResult(1);
            }),
            static (services, name) => services.GetRequiredService<IEphemeralResultCoordinatorFactory<WorkItem, int>>().CreateCoordinator(name),
            static services => services.GetRequiredService<EphemeralResultCoordinator<WorkItem, int>>()),
        new(
            "PriorityWorkCoordinator<WorkItem>",
            static (services, name, made) => services.AddPriorityCoordinator<WorkItem>(name, _ => new(Made(made, static (_, _) => Task.CompletedTask))),
            static (services, name) => services.GetRequiredService<IPriorityCoordinatorFactory<WorkItem>>().CreateCoordinator(name),
            static services => services.GetRequiredService<PriorityWorkCoordinator<WorkItem>>()),
        new(
            "PriorityKeyedWorkCoordinator<WorkItem, String>",
            static (services, name, made) => services.AddPriorityKeyedCoordinator<WorkItem, string>(
                name, _ => new(static item => item.Id, Made(made, static (_, _) => Task.CompletedTask))),
            static (services, name) => services.GetRequiredService<IPriorityKeyedCoordinatorFactory<WorkItem, string>>().CreateCoordinator(name),
            static services => services.GetRequiredService<PriorityKeyedWorkCoordinator<WorkItem, string>>()),
    ];

    public static FactoryKind Of(string name) => Array.Find(All, kind => kind.Name == name)!;

    private static Func<WorkItem, CancellationToken, Task> Made(Action made, Func<WorkItem, CancellationToken, Task> body)
    {
        made();
        return body;
    }
}
