namespace Ephemeral.Jobs;

/// <summary>Puts together what jobs and their classes say about lanes.</summary>
internal static class JobLanes
{
    /// <summary>Returns the lanes that jobs name: with the limit that one of them or a class states, else with the sum of their own.</summary>
    /// <exception cref="ArgumentException">A lane has two different limits or priorities.</exception>
    public static IReadOnlyList<EphemeralJobLane> Of(IReadOnlyList<EphemeralJobDescriptor> jobs)
    {
        ILookup<string, EphemeralJobLane> declared = jobs.SelectMany(static job => job.DeclaredLanes).Distinct().ToLookup(static lane => lane.Name);
        return [.. jobs.GroupBy(static job => job.Lane).Select(lane => Of(lane.Key, [.. lane], [.. declared[lane.Key]]))];
    }

    /// <summary>Adds limits, of which one may stand for no limit.</summary>
    public static int Sum(IEnumerable<int> limits) => (int)Math.Min(int.MaxValue, limits.Sum(static limit => (long)limit));

    private static EphemeralJobLane Of(string name, IReadOnlyList<EphemeralJobDescriptor> jobs, IReadOnlyList<EphemeralJobLane> declared)
    {
        int[] limits =
        [
            .. jobs.Where(static job => job.LaneMaxConcurrency is not null).Select(static job => job.LaneMaxConcurrency!.Value)
                .Concat(declared.Select(static lane => lane.MaxConcurrency)).Distinct(),
        ];
        if (limits.Length > 1)
            throw new ArgumentException($"The lane '{name}' has two limits, {limits[0]} and {limits[1]}. State one, as in '{name}:{limits.Max()}'.");

        int[] priorities = [.. declared.Select(static lane => lane.Priority).Distinct()];
        if (priorities.Length > 1)
            throw new ArgumentException($"The lane '{name}' has two priorities, {priorities[0]} and {priorities[1]}. State one.");

        return new(name, limits.Length == 1 ? limits[0] : Sum(jobs.Select(static job => job.MaxConcurrency))) { Priority = priorities.FirstOrDefault() };
    }
}
