namespace LogWatcher.CommandLine;

/// <summary>One option of the table.</summary>
/// <param name="Name">The name with its dashes.</param>
/// <param name="ValueName">What the help calls the value; null where the option takes none.</param>
/// <param name="Help">One sentence for the help.</param>
/// <param name="Apply">Sets the option. The value is null where the option takes none.</param>
internal sealed record CommandLineOption(string Name, string? ValueName, string Help, OptionSetter Apply)
{
    /// <summary>Gets whether the option means something to <c>watch</c> only.</summary>
    public bool IsForWatch { get; init; }

    /// <summary>Gets whether the option means something to the demo only.</summary>
    public bool IsForDemo { get; init; }
}
