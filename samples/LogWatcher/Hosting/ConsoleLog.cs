using System.Globalization;
using Serilog;
using Serilog.Sinks.SystemConsole.Themes;

namespace LogWatcher.Hosting;

/// <summary>Where the app's own log goes: to the console through Serilog, and beside it to the signals.</summary>
internal static class ConsoleLog
{
    private const string Line = "[{Timestamp:HH:mm:ss} {Level:u3}] {SourceContext}: {Message:lj}{NewLine}";

    public static void AddConsoleAndSignals(this ILoggingBuilder logging, TimeProvider time)
    {
        Serilog.Core.Logger console = new LoggerConfiguration()
            .MinimumLevel.Information()
            .Filter.With(new RepetitionFilter(time))
            .WriteTo.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture, theme: ConsoleTheme.None)
            .CreateLogger();
        logging.ClearProviders();
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // a failed start is told in a sentence, by the command
        logging.AddSerilog(console, dispose: true);
        logging.AddSignals();
    }
}
