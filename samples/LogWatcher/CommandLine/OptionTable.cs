using System.Globalization;

namespace LogWatcher.CommandLine;

/// <summary>All options. A new one is one line here and one property of <see cref="CommandLineOptions"/>.</summary>
internal static class OptionTable
{
    public static IReadOnlyList<CommandLineOption> All { get; } =
    [
        Switch("--once", "Stop at the end of the files with a summary.", options => options with { Once = true }, isForWatch: true),
        Switch("--tail", "Start at the end of the files, not at their beginning.", options => options with { FromEnd = true }, isForWatch: true),
        new("--url", "URL", "Where to serve the page; loopback only. The default is http://127.0.0.1:5080.", SetUrl),
        new("--orders", "COUNT", "Stop the demo's own load after so many orders.", SetOrders) { IsForDemo = true },
        new("--store", "FILE", "Keep incidents in this SQLite file: their counts go on over a restart.", SetStore),
        Switch("--help", "Print this help.", options => options with { Command = LogWatcherCommand.Help }),
        Switch("--version", "Print the version.", options => options with { Command = LogWatcherCommand.Version }),
    ];

    public static CommandLineOption? Find(string name) => All.FirstOrDefault(option => option.Name == name);

    private static CommandLineOption Switch(
        string name, string help, Func<CommandLineOptions, CommandLineOptions> set, bool isForWatch = false)
    {
        return new CommandLineOption(name, ValueName: null, help, Apply) { IsForWatch = isForWatch };

        CommandLineOptions Apply(CommandLineOptions options, string? value, out UsageError? error)
        {
            error = null;
            return set(options);
        }
    }

    private static CommandLineOptions SetOrders(CommandLineOptions options, string? value, out UsageError? error)
    {
        bool isCount = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long count);
        error = isCount ? null : new UsageError($"The number '{value}' of --orders is not a whole number; use for example --orders 100.");
        return options with { Orders = count };
    }

    private static CommandLineOptions SetStore(CommandLineOptions options, string? value, out UsageError? error)
    {
        error = string.IsNullOrWhiteSpace(value) ? new UsageError($"The file '{value}' of --store is blank; use for example --store incidents.db.") : null;
        return options with { Store = value };
    }

    private static CommandLineOptions SetUrl(CommandLineOptions options, string? value, out UsageError? error)
    {
        error = null;
        bool isHttp = Uri.TryCreate(value, UriKind.Absolute, out Uri? url) && url.Scheme == Uri.UriSchemeHttp && url.PathAndQuery == "/";
        if (isHttp && url!.IsLoopback) return options with { Url = url };
        error = new UsageError($"The URL '{value}' of --url " + (isHttp
            ? "is not on this machine: only loopback addresses are served; use 127.0.0.1, [::1] or localhost."
            : "is not of the form http://host:port; use for example http://127.0.0.1:5080."));
        return options;
    }
}
