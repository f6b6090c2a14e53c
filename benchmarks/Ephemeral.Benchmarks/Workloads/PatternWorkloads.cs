using System.IO.Enumeration;

namespace Ephemeral.Benchmarks.Workloads;

/// <summary>Loops over matching a name against a pattern.</summary>
internal static class PatternWorkloads
{
    public const string Pattern = "log.*.orders.*:*";
    public const string MatchingName = "log.error.orders.database:timeout";
    public const string OtherName = "log.error.customers.database:timeout";
    public const string HostilePattern = "*a*a*a*a*b*";

    /// <summary>A pattern with many stars never finds its end in this name, whichever way it tries.</summary>
    public static string HostileName { get; } = new('a', 100_000);

    private static long _matched;

    public static Workload Ours(string name, string pattern) => new LoopWorkload(items =>
    {
        for (int i = 0; i < items; i++)
            if (StringPatternMatcher.Matches(name, pattern)) _matched++;
    });

    public static Workload FileSystemNames(string name, string pattern) => new LoopWorkload(items =>
    {
        for (int i = 0; i < items; i++)
            if (FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false)) _matched++;
    });
}
