using System.Globalization;
using Ephemeral.Logging;
using LogWatcher.Incidents;

namespace LogWatcher.CommandLine;

/// <summary>All options. A new one is one line here and one property of <see cref="CommandLineOptions"/>.</summary>
internal static class OptionTable
{
    public static IReadOnlyList<CommandLineOption> All { get; } =
    [
        Switch("--once", "Stop at the end of the files with a summary.", options => options with { Once = true }, isForWatch: true),
        Switch("--tail", "Start at the end of the files, not at their beginning.", options => options with { FromEnd = true }, isForWatch: true),
        new("--url", "URL", "Where to serve the page; loopback only. The default is http://127.0.0.1:5080.", SetUrl),
        new("--rules", "RULES", "What is an incident, for example name=db,pattern=log.error.*db*,threshold=5,window=1m;name=rest.", SetRules),
        new("--alertmanager", "URL", "Tell this Prometheus Alertmanager about incidents.", SetAlertmanager),
        new("--webhook", "URL", "Post announcements of incidents here, signed if LOGWATCHER_WEBHOOK_SECRET is set.", SetWebhook),
        new("--orders", "COUNT", "Stop the demo's own load after so many orders.", SetOrders) { IsForDemo = true },
        new("--otlp", "URL", "Send metrics, traces and logs to this OTLP receiver, as HTTP with protobuf.", SetOtlp),
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

    private static CommandLineOptions SetOtlp(CommandLineOptions options, string? value, out UsageError? error)
    {
        Uri? url = Receiver("--otlp", value, "http://127.0.0.1:4318", out error);
        if (error is null && (url!.Query.Length > 0 || url.Fragment.Length > 0)) error = NotAReceiver("--otlp", value, "http://127.0.0.1:4318");
        return options with { Otlp = url };
    }

    private static CommandLineOptions SetRules(CommandLineOptions options, string? value, out UsageError? error)
    {
        error = RuleText.TryParse(value!, out IReadOnlyList<IncidentRule>? rules, out string? fault)
            ? null
            : new UsageError($"The rules of --rules will not do: {fault}; use for example --rules name=all,pattern=log.*,threshold=5,window=1m.");
        return options with { Incidents = options.Incidents with { Rules = rules } };
    }

    private static CommandLineOptions SetAlertmanager(CommandLineOptions options, string? value, out UsageError? error) =>
        options with { Incidents = options.Incidents with { Alertmanager = Receiver("--alertmanager", value, "http://127.0.0.1:9093", out error) } };

    private static CommandLineOptions SetWebhook(CommandLineOptions options, string? value, out UsageError? error) =>
        options with { Incidents = options.Incidents with { Webhook = Receiver("--webhook", value, "http://127.0.0.1:8000/hook", out error) } };

    private static Uri? Receiver(string option, string? value, string example, out UsageError? error)
    {
        bool isHttp = Uri.TryCreate(value, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
        error = isHttp ? null : NotAReceiver(option, value, example);
        return url;
    }

    private static UsageError NotAReceiver(string option, string? value, string example) =>
        new($"The URL '{value}' of {option} is not of the form http://host:port; use for example {example}.");

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
