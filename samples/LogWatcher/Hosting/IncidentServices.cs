using Ephemeral.Logging;
using LogWatcher.Incidents;

namespace LogWatcher.Hosting;

/// <summary>Adds the incident tracker and who is told about incidents.</summary>
internal static class IncidentServices
{
    public static void AddIncidents(this IServiceCollection services, IncidentSettings settings)
    {
        if (settings.Store is { } store) services.AddSingleton(store);
        services.AddIncidents(options =>
        {
            if (settings.Rules is { } rules) options.Rules = [.. rules];
        });
        if (settings.Alertmanager is { } alertmanager)
            services.AddAlertmanagerNotifier(alertmanager, static options => options.Labels["service"] = "logwatcher");
        if (settings.Webhook is { } webhook)
            services.AddWebhookNotifier(webhook, static options => options.Secret = Environment.GetEnvironmentVariable("LOGWATCHER_WEBHOOK_SECRET"));
    }

    /// <summary>Says what is wrong with the rules, or nothing.</summary>
    public static string? FaultOf(IServiceProvider services)
    {
        try
        {
            _ = services.GetServices<IncidentDelivery>().Count();
            _ = services.GetRequiredService<IncidentTracker>();
            return null;
        }
        catch (ArgumentException error)
        {
            return error.Message;
        }
    }
}
