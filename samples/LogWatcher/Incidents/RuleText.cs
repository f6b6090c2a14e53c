using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Ephemeral;
using Ephemeral.Logging;

namespace LogWatcher.Incidents;

/// <summary>Reads rules as a command line has them: <c>name=db,pattern=log.error.*db*,threshold=5,window=1m;name=rest</c>.</summary>
internal static class RuleText
{
    private const string Members = "name, pattern, threshold, window, cooldown, resolve-after and severity";

    /// <summary>Gives the rules, or what is wrong with the first that will not do.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IReadOnlyList<IncidentRule>? rules, [NotNullWhen(false)] out string? fault)
    {
        rules = null;
        List<IncidentRule> read = [];
        foreach (string one in text.Split(';', StringSplitOptions.TrimEntries))
        {
            IncidentRule rule = new();
            foreach (string part in one.Split(',', StringSplitOptions.TrimEntries))
                if (!TrySet(ref rule, part, out fault)) return false;
            read.Add(rule);
        }

        fault = FaultOf(read);
        if (fault is null) rules = read;
        return fault is null;
    }

    private static bool TrySet(ref IncidentRule rule, string part, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        int equals = part.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? part : part[..equals];
        string value = equals < 0 ? "" : part[(equals + 1)..];
        IncidentRule? changed = name switch
        {
            "name" => rule with { Name = value },
            "pattern" => rule with { Pattern = value },
            "threshold" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? rule with { Threshold = count } : null,
            "window" => TimeOf(value) is { } window ? rule with { Window = window } : null,
            "cooldown" => TimeOf(value) is { } cooldown ? rule with { Cooldown = cooldown } : null,
            "resolve-after" => TimeOf(value) is { } quiet ? rule with { ResolveAfter = quiet } : null,
            "severity" => Enum.TryParse(value, ignoreCase: true, out IncidentSeverity severity) && !char.IsDigit(value[0]) ? rule with { Severity = severity } : null,
            _ => null,
        };
        if (changed is null) fault = $"'{part}' is no member of a rule; those are {Members}, with times such as 30s, 5m, 2h or 1d";
        else rule = changed;
        return changed is not null;
    }

    private static TimeSpan? TimeOf(string text)
    {
        if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)) return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            'd' when count < 10_000 => TimeSpan.FromDays(count),
            _ => null,
        };
    }

    /// <summary>Asks who knows: a tracker says in one message all that is wrong with its rules.</summary>
    private static string? FaultOf(List<IncidentRule> rules)
    {
        try
        {
            using IncidentTracker tracker = new(new SignalSink(), new IncidentOptions { Rules = rules });
            return null;
        }
        catch (ArgumentException error)
        {
            return string.Join(' ', error.Message.Split('\n', StringSplitOptions.TrimEntries).Skip(1)).TrimEnd('.');
        }
    }
}
