using Microsoft.Extensions.Configuration;

namespace Ephemeral.Hosting.Configuration;

/// <summary>What configuration says of coordinators, each in the section of its name; laid over what code says.</summary>
internal sealed class ConfiguredOptions(IConfiguration? configuration)
{
    /// <summary>The section below which each coordinator has its own.</summary>
    public const string Section = "Ephemeral:Coordinators";

    private readonly IConfigurationSection? _section = configuration?.GetSection(Section);

    /// <summary>Lays a section over options from code, and adds what is wrong with either.</summary>
    /// <param name="name">The section.</param>
    /// <param name="coded">What code says.</param>
    /// <param name="mayHaveLanes">Whether another coordinator with lanes shares the section.</param>
    /// <param name="faults">Where faults go, as sentences.</param>
    public CodedOptions Bind(string name, CodedOptions coded, bool mayHaveLanes, List<string> faults)
    {
        EphemeralOptions options = coded.Options ?? new();
        IReadOnlyList<PriorityLane>? lanes = coded.Lanes;
        IConfigurationSection? section = _section?.GetSection(name);
        HashSet<string> configured = new(StringComparer.OrdinalIgnoreCase);
        foreach (IConfigurationSection entry in section?.GetChildren() ?? [])
        {
            configured.Add(entry.Key);
            if (!entry.Key.Equals(LaneBindings.Section, StringComparison.OrdinalIgnoreCase)) options = OptionBinding<EphemeralOptions>.Read(options, entry, OptionBindings.All, faults);
            else if (coded.HasLanes) lanes = Bind(entry, lanes, faults);
            else if (!mayHaveLanes) faults.Add($"{entry.Path} is for the lanes of a priority coordinator, which '{name}' is not.");
        }

        foreach ((string member, string what) in EphemeralOptionsValidator.Check(options).All)
            faults.Add(configured.Contains(member) ? $"{section!.Path}:{member} {what}." : $"The coordinator '{name}' has options whose {member} {what}.");

        foreach ((string lane, string what) in PriorityLanesValidator.Check(lanes ?? [])) faults.Add($"The {lane} of the coordinator '{name}' {what}.");
        return coded with { Options = options, Lanes = lanes };
    }

    /// <summary>Returns a fault for each section that is for nobody.</summary>
    public IEnumerable<string> UnknownSections(IReadOnlyCollection<string> names)
    {
        foreach (IConfigurationSection section in _section?.GetChildren() ?? [])
        {
            bool isKnown = names.Any(name => name.Equals(section.Key, StringComparison.OrdinalIgnoreCase)
                || name.StartsWith(section.Key + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase));
            if (!isKnown)
                yield return $"{section.Path} is for a coordinator that is not registered; those that are have the names {string.Join(", ", names.Select(static name => $"'{name}'"))}.";
        }
    }

    /// <summary>Lays the sections of lanes over the lanes; of unknown ones only the values are checked.</summary>
    private static PriorityLane[]? Bind(IConfigurationSection section, IReadOnlyList<PriorityLane>? coded, List<string> faults)
    {
        PriorityLane[]? lanes = coded?.ToArray();
        foreach (IConfigurationSection configured in section.GetChildren())
        {
            int rank = lanes is null ? -1 : Array.FindIndex(lanes, lane => configured.Key.Equals(lane?.LaneName, StringComparison.OrdinalIgnoreCase));
            if (lanes is not null && rank < 0)
                faults.Add($"{configured.Path} is for a lane that is not declared; those that are have the names {string.Join(", ", lanes.Select(static lane => $"'{lane?.LaneName}'"))}.");
            else if (configured.Value is { Length: > 0 } value)
                faults.Add($"{configured.Path} must be a section, with {string.Join(", ", LaneBindings.All.Keys)}, but was '{value}'.");

            PriorityLane lane = rank < 0 ? new(configured.Key) : lanes![rank];
            foreach (IConfigurationSection entry in configured.GetChildren()) lane = OptionBinding<PriorityLane>.Read(lane, entry, LaneBindings.All, faults);
            if (rank >= 0) lanes![rank] = lane;
        }

        return lanes;
    }
}
