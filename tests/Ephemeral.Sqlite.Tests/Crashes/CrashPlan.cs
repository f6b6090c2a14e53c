using System.Globalization;

namespace Ephemeral.Sqlite.Tests.Crashes;

/// <summary>What a process that will be killed is told: where, in which round, and what time it is.</summary>
internal sealed record CrashPlan(string Path, int Round, int Seed, long ClockTicks, bool IsLast)
{
    public static CrashPlan Parse(string[] arguments) => new(
        arguments[1],
        int.Parse(arguments[2], CultureInfo.InvariantCulture),
        int.Parse(arguments[3], CultureInfo.InvariantCulture),
        long.Parse(arguments[4], CultureInfo.InvariantCulture),
        bool.Parse(arguments[5]));

    public string[] ToArguments() =>
        [CrashLoad.Argument, Path, Round.ToString(CultureInfo.InvariantCulture), Seed.ToString(CultureInfo.InvariantCulture), ClockTicks.ToString(CultureInfo.InvariantCulture), IsLast.ToString()];
}
