using System.Globalization;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Sinks.SystemConsole.Themes;

namespace LogWatcher.Hosting;

/// <summary>Where the app's own log goes: to the console through Serilog, and beside it to the signals.</summary>
internal static class ConsoleLog
{
    private const string Line = "[{Timestamp:HH:mm:ss} {Level:u3}] {SourceContext}: {Message:lj}{NewLine}";
    private const string Lifetime = "Microsoft.Hosting.Lifetime";
    private const string HostFailures = "Microsoft.Extensions.Hosting"; // a failed start is told in a sentence, by the command

    public static void AddConsoleAndSignals(this ILoggingBuilder logging, TimeProvider time)
    {
        Serilog.Core.Logger console = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override(Lifetime, LogEventLevel.Information)
            .MinimumLevel.Override(HostFailures, LogEventLevel.Fatal)
            .Filter.With(new RepetitionFilter(time))
            .WriteTo.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture, theme: ConsoleTheme.None)
            .CreateLogger();
        logging.ClearProviders();
        logging.AddFilter("Microsoft", LogLevel.Warning); // for the signals: Serilog has filters of its own
        logging.AddFilter(Lifetime, LogLevel.Information);
        logging.AddFilter(HostFailures, LogLevel.None);
        logging.AddSerilog(console, dispose: true);
        logging.AddFilter<SerilogLoggerProvider>("Ephemeral.Logging.Incidents", LogLevel.None); // incidents are announced by themselves
        logging.AddSignals();
    }
}
