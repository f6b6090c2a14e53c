using Ephemeral;
using Ephemeral.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.Logging;

/// <summary>Adds the conversion of log records into signals to a logging builder.</summary>
public static class SignalLoggingBuilderExtensions
{
    /// <summary>Turns log records into signals of a sink.</summary>
    /// <remarks>Options come from the section <c>Logging:Signals</c>, then from the delegate. A builder has one signal provider: a second call adds to its options only.</remarks>
    public static ILoggingBuilder AddSignals(this ILoggingBuilder builder, SignalSink sink, Action<SignalLogHookOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return Add(builder, _ => sink, configure);
    }

    /// <summary>Turns log records into signals of the sink that is registered as a service.</summary>
    /// <remarks>Options come from the section <c>Logging:Signals</c>, then from the delegate. A builder has one signal provider: a second call adds to its options only. The sink must not itself need a logger.</remarks>
    public static ILoggingBuilder AddSignals(this ILoggingBuilder builder, Action<SignalLogHookOptions>? configure = null) =>
        Add(builder, static services => services.GetRequiredService<SignalSink>(), configure);

    /// <summary>Gives what is logged inside a coordinator's body a scope with <c>OperationId</c>, <c>OperationKey</c> and <c>Coordinator</c>.</summary>
    /// <remarks>It holds for every provider of the builder that reads scopes, and costs nothing where none does. <c>AddSignals</c> calls it.</remarks>
    public static ILoggingBuilder AddOperationScopes(this ILoggingBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<IExternalScopeProvider>(
            static services => new OperationScopeProvider(FrameworkScopes.Create(services.GetService<IOptions<LoggerFactoryOptions>>())));
        return builder;
    }

    private static ILoggingBuilder Add(ILoggingBuilder builder, Func<IServiceProvider, SignalSink> sink, Action<SignalLogHookOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddConfiguration();
        builder.AddOperationScopes();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<SignalLogHookOptions>, SignalLogHookConfiguration>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, SignalLoggerProvider>(
            services => new(sink(services), services.GetRequiredService<IOptions<SignalLogHookOptions>>().Value)));
        if (configure is not null) builder.Services.Configure(configure);
        return builder;
    }
}
