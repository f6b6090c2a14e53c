using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Ephemeral.Telemetry;
using Ephemeral.Telemetry.Implementation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OpenTelemetry.Metrics;

/// <summary>Adds the suite's metrics to a meter provider.</summary>
public static class EphemeralMeterProviderBuilderExtensions
{
    private static readonly ConditionalWeakTable<MeterProviderBuilder, object?> _extended = [];

    /// <summary>Collects the metrics of all coordinators, sinks, signal loggers and incidents of the process for as long as the provider lives.</summary>
    /// <remarks>Added to a builder more than once, the first options name counts.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static MeterProviderBuilder AddEphemeralInstrumentation(this MeterProviderBuilder builder) =>
        builder.AddEphemeralInstrumentation(name: null, configure: null);

    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options.</param>
    /// <inheritdoc cref="AddEphemeralInstrumentation(MeterProviderBuilder)"/>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static MeterProviderBuilder AddEphemeralInstrumentation(this MeterProviderBuilder builder, Action<EphemeralMetricsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddEphemeralInstrumentation(name: null, configure);
    }

    /// <param name="builder">The builder.</param>
    /// <param name="name">The name of the options; null for the unnamed ones.</param>
    /// <param name="configure">Sets the options; null to take them as the services configure them.</param>
    /// <inheritdoc cref="AddEphemeralInstrumentation(MeterProviderBuilder)"/>
    public static MeterProviderBuilder AddEphemeralInstrumentation(
        this MeterProviderBuilder builder,
        string? name,
        Action<EphemeralMetricsOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string optionsName = name ?? Options.DefaultName;
        builder.ConfigureServices(services =>
        {
            services.AddOptions();
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EphemeralMetricsOptions>, OptionsValidator>());
            if (configure is not null) services.Configure(optionsName, configure);
        });
        return ((IDeferredMeterProviderBuilder)builder).Configure((services, provider) =>
            Add(provider, services.GetService<IMeterFactory>(), services.GetRequiredService<IOptionsMonitor<EphemeralMetricsOptions>>().Get(optionsName)));
    }

    private static void Add(MeterProviderBuilder provider, IMeterFactory? factory, EphemeralMetricsOptions options)
    {
        if (!_extended.TryAdd(provider, null)) return; // a second view would make every stream twice
        int cardinalityLimit = options.CardinalityLimit;
        provider.AddMeter(EphemeralTelemetry.MeterName, EphemeralTelemetry.LoggingMeterName)
            .AddInstrumentation(() => Instrumentation.ForMetrics(factory, options));
        if (options.UseViews) provider.AddView(instrument => ViewOf(instrument, cardinalityLimit));
    }

    /// <summary>Bounds an instrument's streams; its buckets come from the advice that it carries.</summary>
    private static MetricStreamConfiguration? ViewOf(Instrument instrument, int cardinalityLimit) =>
        instrument.Meter.Name is EphemeralTelemetry.MeterName or EphemeralTelemetry.LoggingMeterName
            ? new MetricStreamConfiguration { CardinalityLimit = cardinalityLimit }
            : null;
}
