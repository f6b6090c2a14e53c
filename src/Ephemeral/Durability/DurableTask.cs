using System.Globalization;
using System.Text.Json;

namespace Ephemeral;

/// <summary>A task that is due: what it is called, the signal that announces it, and what travels with it.</summary>
/// <param name="Name">The name, of its schedule if it has one.</param>
/// <param name="Signal">The signal that is raised for it.</param>
/// <param name="ScheduledAt">When it was due.</param>
/// <param name="Key">What it is about: the signal's key.</param>
/// <param name="Payload">What it needs, as JSON.</param>
/// <param name="Description">What it is, for people.</param>
public sealed record DurableTask(
    string Name, string Signal, DateTimeOffset ScheduledAt, string? Key = null, JsonElement? Payload = null, string? Description = null)
{
    private readonly string? _id;

    /// <summary>Gets what identifies the task in a store: two tasks with one id are one there.</summary>
    /// <value>The default is the name and the time at which it was due.</value>
    public string Id
    {
        get => _id ?? $"{Name}@{ScheduledAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}";
        init => _id = value;
    }

    /// <summary>Gets whether it runs later than it was due: the process was not running, or its clock had stood still.</summary>
    /// <value>The default is false.</value>
    public bool IsLate { get; init; }
}
