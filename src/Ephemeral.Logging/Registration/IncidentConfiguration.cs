using System.Globalization;
using Ephemeral.Internal;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Ephemeral.Logging;

/// <summary>Reads the options from the section <c>Ephemeral:Incidents</c>, by hand: nothing here needs reflection.</summary>
internal sealed class IncidentConfiguration(IConfiguration? configuration) : IConfigureOptions<IncidentOptions>
{
    public const string Section = "Ephemeral:Incidents";

    private const string Number = "a whole number";
    private const string Span = "a time such as 00:05:00";

    public void Configure(IncidentOptions options)
    {
        if (configuration?.GetSection(Section) is not { } section) return;
        OptionsFaults faults = new(Section);
        foreach (IConfigurationSection entry in section.GetChildren())
        {
            switch (entry.Key.ToLowerInvariant())
            {
                case "maxopen": options.MaxOpen = Read(entry, faults, options.MaxOpen, Number, ParseNumber); break;
                case "maxoccurrences": options.MaxOccurrences = Read(entry, faults, options.MaxOccurrences, Number, ParseNumber); break;
                case "redactednames": foreach (IConfigurationSection name in entry.GetChildren()) options.RedactedNames.Add(name.Value ?? ""); break;
                case "rules": options.Rules = [.. entry.GetChildren().Select(rule => RuleOf(rule, faults))]; break;
                default: faults.Add(entry.Path, "is nothing that can be set here; those are MaxOpen, MaxOccurrences, RedactedNames and Rules"); break;
            }
        }

        if (faults.All.Count == 0) return;
        IncidentOptionsValidator.Check(options, faults); // everything in one message
        faults.ThrowIfAny();
    }

    private static IncidentRule RuleOf(IConfigurationSection section, OptionsFaults faults)
    {
        IncidentRule rule = new();
        foreach (IConfigurationSection entry in section.GetChildren())
        {
            switch (entry.Key.ToLowerInvariant())
            {
                case "name": rule = rule with { Name = entry.Value ?? "" }; break;
                case "pattern": rule = rule with { Pattern = entry.Value ?? "" }; break;
                case "threshold": rule = rule with { Threshold = Read(entry, faults, rule.Threshold, Number, ParseNumber) }; break;
                case "window": rule = rule with { Window = Read(entry, faults, rule.Window, Span, ParseSpan) }; break;
                case "cooldown": rule = rule with { Cooldown = Read(entry, faults, rule.Cooldown, Span, ParseSpan) }; break;
                case "resolveafter": rule = rule with { ResolveAfter = Read(entry, faults, rule.ResolveAfter, Span, ParseSpan) }; break;
                case "severity": rule = rule with { Severity = Read(entry, faults, rule.Severity, "Info, Warning, Error or Critical", ParseSeverity) }; break;
                default: faults.Add(entry.Path, "is nothing that a rule has; it has Name, Pattern, Threshold, Window, Cooldown, ResolveAfter and Severity"); break;
            }
        }

        return rule;
    }

    private static T Read<T>(IConfigurationSection entry, OptionsFaults faults, T otherwise, string expected, Func<string?, T?> parse)
        where T : struct
    {
        if (parse(entry.Value) is { } value) return value;
        faults.Add(entry.Path, $"must be {expected} but was '{entry.Value}'");
        return otherwise;
    }

    private static int? ParseNumber(string? text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static TimeSpan? ParseSpan(string? text) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) ? span : null;

    private static IncidentSeverity? ParseSeverity(string? text) =>
        Enum.TryParse(text, ignoreCase: true, out IncidentSeverity severity) && Enum.IsDefined(severity) ? severity : null;
}
