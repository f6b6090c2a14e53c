using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What matching a name against a pattern costs, against the matcher that .NET has.</summary>
internal static class PatternRows
{
    public const string Group = "pattern";
    private const int Items = 200_000;

    public static IEnumerable<Row> List() =>
    [
        Against("name that matches " + PatternWorkloads.Pattern, PatternWorkloads.MatchingName, PatternWorkloads.Pattern, Items),
        Against("name that does not match " + PatternWorkloads.Pattern, PatternWorkloads.OtherName, PatternWorkloads.Pattern, Items),
        Against("hostile *a*a*a*a*b on 100,000 characters", PatternWorkloads.HostileName, "*a*a*a*a*b", 10),
        Against("hostile *a*a*a*a*b* on 100,000 characters", PatternWorkloads.HostileName, PatternWorkloads.HostilePattern, 10),
    ];

    private static ComparisonRow Against(string name, string text, string pattern, int items) => new(Group, name, items)
    {
        Ours = () => PatternWorkloads.Ours(text, pattern),
        Baseline = ("FileSystemName", () => PatternWorkloads.FileSystemNames(text, pattern)),
        Target = new() { Ratio = 0.15, Bytes = 0 },
    };
}
