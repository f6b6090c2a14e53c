namespace Ephemeral;

/// <summary>A lane of a job runner.</summary>
/// <param name="Name">Its name, without a number.</param>
/// <param name="MaxConcurrency">How many runs of all its jobs together go on at the same time; <see cref="int.MaxValue"/> for no limit.</param>
public sealed record EphemeralJobLane(string Name, int MaxConcurrency)
{
    /// <summary>Gets the lane's priority; runs of the lane with the lower number start first.</summary>
    public int Priority { get; init; }
}
