using System.Reflection;
using System.Runtime.InteropServices;
using Ephemeral.Logging;
using LogWatcher.CommandLine;
using LogWatcher.Incidents;
using LogWatcher.Jobs;
using LogWatcher.Orders;
using LogWatcher.Watching;
using LogWatcher.Web;

namespace LogWatcher.Hosting;

/// <summary>What each command does, from its options to its exit code.</summary>
internal static class Commands
{
    public static async Task<int> RunAsync(CommandLineOptions options)
    {
        switch (options.Command)
        {
            case LogWatcherCommand.Help:
                Console.Write(HelpText.Create());
                return ExitCode.Success;
            case LogWatcherCommand.Version:
                Console.WriteLine(typeof(Commands).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
                return ExitCode.Success;
            case LogWatcherCommand.Watch:
                return await IncidentFile.WithAsync(options, options => options.Once ? ReadOnceAsync(options) : FollowAsync(options));
            default:
                return await IncidentFile.WithAsync(options, RunDemoAsync);
        }
    }

    private static Task<int> RunDemoAsync(CommandLineOptions options)
    {
        WebApplication app = LogWatcherApp.CreateDemo(options.Url, new DemoOptions { Orders = options.Orders }, Console.Out, options.Incidents, options.Otlp);
        return WebCommand.RunAsync(app, options.Url, WebCommand.UntilStoppedAsync);
    }

    private static Task<int> FollowAsync(CommandLineOptions options)
    {
        WebApplication app = LogWatcherApp.CreateForFiles(options.Url, Console.Out, options.Incidents, options.Otlp);
        return WebCommand.RunAsync(app, options.Url, stopping => WatchAsync(app.Services, options, stopping));
    }

    /// <summary>Reads files to their end. Nothing is served, so no port is needed, and incidents are told at the end only.</summary>
    private static async Task<int> ReadOnceAsync(CommandLineOptions options)
    {
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true).Build());
        services.AddLogWatcher(options.Incidents with { Alertmanager = null, Webhook = null }, TextWriter.Null);
        await using ServiceProvider provider = services.BuildServiceProvider();
        if (IncidentServices.FaultOf(provider) is { } fault)
        {
            await Console.Error.WriteLineAsync(fault);
            return ExitCode.Failure;
        }

        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await WatchAsync(provider, options, stop.Token);

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task<int> WatchAsync(IServiceProvider services, CommandLineOptions options, CancellationToken cancellationToken)
    {
        IncidentTracker incidents = services.GetRequiredService<IncidentTracker>();
        JobRunners jobs = services.GetRequiredService<JobRunners>();
        await incidents.WaitUntilRestoredAsync(cancellationToken); // a short file is read before a store is
        await using StringWriter summary = new(); // printed when the jobs have said what they have to say
        WatchCommand command = new(
            options, WatchCommand.FollowOptionsFor(options), services.GetRequiredService<LogSignals>().Raise, summary, Console.Error);
        if (services.GetService<StatusReader>() is { } status) status.Watch = command.Watch;
        int exitCode = await command.RunAsync(cancellationToken);
        await jobs.DrainAsync(CancellationToken.None);
        await Console.Out.WriteAsync(summary.ToString());
        if (command.Watch.Summarise().Lines > 0) await Console.Out.WriteAsync(IncidentSummary.Of(incidents.GetIncidents()));
        if (jobs.Dropped > 0) await Console.Error.WriteLineAsync($"{jobs.Dropped} job runs were dropped because too many waited.");
        return exitCode;
    }
}
