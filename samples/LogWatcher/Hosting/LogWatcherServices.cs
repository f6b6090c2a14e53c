using Ephemeral;
using LogWatcher.Formats;
using LogWatcher.Incidents;
using LogWatcher.Jobs;
using LogWatcher.Watching;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LogWatcher.Hosting;

/// <summary>The parts that every command needs: signals, incidents and jobs.</summary>
internal static class LogWatcherServices
{
    private const int SignalCapacity = 10_000;

    /// <summary>Adds one sink, one incident tracker and the jobs.</summary>
    /// <param name="services">The services.</param>
    /// <param name="incidents">What the command line says about incidents.</param>
    /// <param name="announcements">Where incidents are announced.</param>
    public static void AddLogWatcher(this IServiceCollection services, IncidentSettings incidents, TextWriter announcements)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new SignalSink(SignalCapacity, timeProvider: provider.GetRequiredService<TimeProvider>()) { Name = "logwatcher" });
        services.AddIncidents(incidents);
        services.AddSingleton(new IncidentReporter(announcements));
        services.AddSingleton(new EscalationBoard());
        services.AddSingleton<LogWatcherJobs>();
        services.AddSingleton<JobRunners>();
        services.AddSingleton<ITemplateMiner>(new MaskingTemplateMiner());
        services.AddSingleton<LogSignals>();
    }
}
