using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Ephemeral.Telemetry;
using Ephemeral.Telemetry.Implementation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OpenTelemetry.Trace;

/// <summary>Adds the suite's spans to a tracer provider.</summary>
public static class EphemeralTracerProviderBuilderExtensions
{
    private static readonly ConditionalWeakTable<TracerProviderBuilder, object?> _extended = [];

    /// <summary>Makes a span of each operation of all coordinators of the process for as long as the provider lives.</summary>
    /// <remarks>Added to a builder more than once, the first options name counts.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static TracerProviderBuilder AddEphemeralInstrumentation(this TracerProviderBuilder builder) =>
        builder.AddEphemeralInstrumentation(name: null, configure: null);

    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options.</param>
    /// <inheritdoc cref="AddEphemeralInstrumentation(TracerProviderBuilder)"/>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static TracerProviderBuilder AddEphemeralInstrumentation(this TracerProviderBuilder builder, Action<EphemeralTracingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddEphemeralInstrumentation(name: null, configure);
    }

    /// <param name="builder">The builder.</param>
    /// <param name="name">The name of the options; null for the unnamed ones.</param>
    /// <param name="configure">Sets the options; null to take them as the services configure them.</param>
    /// <inheritdoc cref="AddEphemeralInstrumentation(TracerProviderBuilder)"/>
    public static TracerProviderBuilder AddEphemeralInstrumentation(
        this TracerProviderBuilder builder,
        string? name,
        Action<EphemeralTracingOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string optionsName = name ?? Options.DefaultName;
        builder.ConfigureServices(services =>
        {
            services.AddOptions();
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EphemeralTracingOptions>, OptionsValidator>());
            if (configure is not null) services.Configure(optionsName, configure);
        });
        return ((IDeferredTracerProviderBuilder)builder).Configure((services, provider) =>
        {
            if (!_extended.TryAdd(provider, null)) return;
            EphemeralTracingOptions options = services.GetRequiredService<IOptionsMonitor<EphemeralTracingOptions>>().Get(optionsName);
            provider.AddSource(EphemeralTelemetry.ActivitySourceName).AddInstrumentation(() => Instrumentation.ForTraces(options, services.GetService<IMeterFactory>()));
        });
    }
}
