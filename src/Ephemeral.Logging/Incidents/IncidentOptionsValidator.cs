using Ephemeral.Internal;

namespace Ephemeral.Logging;

/// <summary>The one place that says which incident options and rules are valid.</summary>
internal static class IncidentOptionsValidator
{
    private const int MaxThreshold = 1_000;
    private const int MostOccurrences = 100;

    public static void Validate(IncidentOptions options)
    {
        OptionsFaults faults = new(nameof(IncidentOptions));
        Check(options, faults);
        faults.ThrowIfAny();
    }

    public static void Check(IncidentOptions options, OptionsFaults faults)
    {
        faults.AtLeast(options.MaxOpen, 1);
        Between(faults, options.MaxOccurrences, MostOccurrences, nameof(options.MaxOccurrences));
        faults.NotNull(options.TimeProvider);
        faults.NotNull(options.RedactedNames);
        LoggingOptionsValidator.AddBlanks(faults, options.RedactedNames, nameof(options.RedactedNames));
        if (options.Rules is null or { Count: 0 }) faults.Add(nameof(options.Rules), "must have at least one rule but has none");
        else for (int i = 0; i < options.Rules.Count; i++) Check(faults, options.Rules, i);
    }

    private static void Check(OptionsFaults faults, IList<IncidentRule> rules, int place)
    {
        string prefix = $"Rules[{place}]";
        if (rules[place] is not { } rule)
        {
            faults.Add(prefix, "must be set but was null");
            return;
        }

        if (string.IsNullOrWhiteSpace(rule.Name)) faults.Add($"{prefix} Name", "must have text but was blank");
        else if (IsTaken(rules, place)) faults.Add($"{prefix} Name", $"must be unique but '{rule.Name}' stands before it");
        if (string.IsNullOrWhiteSpace(rule.Pattern)) faults.Add($"{prefix} Pattern", "must have text but was blank");
        Between(faults, rule.Threshold, MaxThreshold, $"{prefix} Threshold");
        faults.Positive(rule.Window, $"{prefix} Window");
        faults.NotNegative(rule.Cooldown, $"{prefix} Cooldown");
        faults.Positive(rule.ResolveAfter, $"{prefix} ResolveAfter");
        faults.Defined(rule.Severity, $"{prefix} Severity");
    }

    private static bool IsTaken(IList<IncidentRule> rules, int place) => rules.Take(place).Any(other => other?.Name == rules[place].Name);

    private static void Between(OptionsFaults faults, int value, int most, string name)
    {
        if (value < 1 || value > most) faults.Add(name, FormattableString.Invariant($"must be from 1 to {most} but was {value}"));
    }
}
