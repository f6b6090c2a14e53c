namespace Ephemeral;

/// <summary>Says how many runs go on in a lane and how urgent it is, for all jobs of the runner that name it.</summary>
/// <param name="name">The lane's name, without a number.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class EphemeralLaneAttribute(string name) : Attribute
{
    /// <summary>Gets the lane's name.</summary>
    public string Name { get; } = name;

    /// <summary>Gets or sets how many runs of all the lane's jobs go on at the same time; at least 1.</summary>
    /// <value>The default is 1.</value>
    public int MaxConcurrency { get; set; } = 1;

    /// <summary>Gets or sets which lane's runs start first when a slot of the runner frees: the lower number. It goes before the jobs' own priority.</summary>
    /// <value>The default is 0.</value>
    public int Priority { get; set; }
}
