namespace Ephemeral;

/// <summary>Takes the key of a run from the payload that this parameter receives.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class KeySourceAttribute : Attribute
{
    /// <summary>Gets or sets the dotted path of properties or fields from the payload to the key.</summary>
    /// <value>The default is null: the payload itself, as text.</value>
    public string? PropertyPath { get; set; }
}
