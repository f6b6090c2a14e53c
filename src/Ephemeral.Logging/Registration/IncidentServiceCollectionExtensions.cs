using Ephemeral;
using Ephemeral.Logging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds incidents to a container.</summary>
public static class IncidentServiceCollectionExtensions
{
    /// <summary>Adds one <see cref="IncidentTracker"/> over the sink that is registered as a service.</summary>
    /// <remarks>
    /// <para>Options come from the section <c>Ephemeral:Incidents</c>, then from the delegate; a second call adds to them. They are checked when
    /// the host starts: what is wrong is told in one message. Rules of the section stand in place of those before it.</para>
    /// <para>An <see cref="IIncidentStore"/> that is registered is used. The host's start waits until it was read.</para>
    /// <para>A <see cref="SignalSink"/> is registered as a singleton if there is none. Each opening is also a log record of the category
    /// <c>Ephemeral.Logging.Incidents</c>.</para>
    /// </remarks>
    public static IServiceCollection AddIncidents(this IServiceCollection services, Action<IncidentOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions();
        services.TryAddSingleton(static _ => new SignalSink());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<IncidentOptions>, IncidentConfiguration>(
            static provider => new(provider.GetService<IConfiguration>())));
        services.TryAddSingleton(static provider => new IncidentTracker(
            provider.GetRequiredService<SignalSink>(), provider.GetRequiredService<IOptions<IncidentOptions>>().Value, provider.GetService<IIncidentStore>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, IncidentHost>());
        if (configure is not null) services.Configure(configure);
        return services;
    }

    /// <summary>Adds a notifier, and an <see cref="IncidentDelivery"/> for it that begins with the host.</summary>
    /// <param name="services">The services.</param>
    /// <param name="create">Makes the notifier; the container disposes it.</param>
    /// <param name="configure">Changes how it is delivered.</param>
    public static IServiceCollection AddIncidentNotifier(
        this IServiceCollection services, Func<IServiceProvider, IIncidentNotifier> create, Action<IncidentDeliveryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(create);
        IncidentDeliveryOptions options = new();
        configure?.Invoke(options);
        NotifierOptionsValidator.Validate(options);
        object key = new();
        services.AddKeyedSingleton(key, (provider, _) => create(provider));
        services.AddSingleton(provider => new IncidentDelivery(
            provider.GetRequiredService<SignalSink>(), provider.GetRequiredKeyedService<IIncidentNotifier>(key), options));
        return services.AddIncidents();
    }

    /// <summary>Adds a notifier that fires and resolves alerts in a Prometheus Alertmanager.</summary>
    public static IServiceCollection AddAlertmanagerNotifier(
        this IServiceCollection services, Uri address, Action<AlertmanagerOptions>? configure = null, Action<IncidentDeliveryOptions>? delivery = null)
    {
        AlertmanagerOptions options = new();
        configure?.Invoke(options);
        return services.AddIncidentNotifier(_ => new AlertmanagerNotifier(address, options), delivery);
    }

    /// <summary>Adds a notifier that posts announcements to an address.</summary>
    public static IServiceCollection AddWebhookNotifier(
        this IServiceCollection services, Uri address, Action<WebhookOptions>? configure = null, Action<IncidentDeliveryOptions>? delivery = null)
    {
        WebhookOptions options = new();
        configure?.Invoke(options);
        return services.AddIncidentNotifier(_ => new WebhookNotifier(address, options), delivery);
    }
}
