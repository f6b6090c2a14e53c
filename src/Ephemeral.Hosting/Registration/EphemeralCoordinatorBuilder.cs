using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Registration;

internal sealed record EphemeralCoordinatorBuilder<T>(string Name, IServiceCollection Services) : IEphemeralCoordinatorBuilder<T>;
