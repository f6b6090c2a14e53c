using Ephemeral.Hosting;
using Ephemeral.Hosting.Creation;
using Ephemeral.Hosting.Health;
using Ephemeral.Hosting.Lifetime;
using Ephemeral.Hosting.Registration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a health check of coordinators.</summary>
public static class EphemeralHealthChecksBuilderExtensions
{
    /// <summary>Checks every coordinator that the container has created: how full its queue is, how old its oldest waiting item, how many operations fail.</summary>
    /// <remarks>
    /// Scoped coordinators are not looked at, and none is created for it. From the first coordinator on, accepting an item costs one clock
    /// read more, everywhere in the process: the age of the oldest one needs it.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the thresholds; null for the defaults. They may also be configured as options of the check's name.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">What an unhealthy coordinator makes of the check; null for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags by which checks are chosen.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="name"/> is null.</exception>
    public static IHealthChecksBuilder AddEphemeral(
        this IHealthChecksBuilder builder,
        Action<EphemeralHealthCheckOptions>? configure = null,
        string name = "ephemeral",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        OptionsBuilder<EphemeralHealthCheckOptions> options = builder.Services.AddOptions<EphemeralHealthCheckOptions>(name).ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        builder.Services.AddCoordinatorHosting();
        builder.Services.TryAddSingleton<QueueAges>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EphemeralHealthCheckOptions>, HealthCheckOptionsValidator>());
        builder.Services.AddKeyedSingleton(name, static (services, _) => new EphemeralHealthCheck(
            services.GetRequiredService<LiveCoordinators>(),
            services.GetRequiredService<IOptionsMonitor<EphemeralHealthCheckOptions>>(),
            services.GetService<TimeProvider>() ?? TimeProvider.System));
        return builder.Add(new(name, services => services.GetRequiredKeyedService<EphemeralHealthCheck>(name), failureStatus, tags));
    }
}
