using System.Text.Json;
using Ephemeral.Scheduling.Cron;
using Ephemeral.Scheduling.Definitions;

namespace Ephemeral.Scheduling;

/// <summary>When a task is due, and what it is.</summary>
/// <remarks>
/// <para>Immutable. Expressions have five fields (minutes, hours, days, months, weekdays), or six with the seconds first. Weekdays are 0 to 7,
/// 0 and 7 for Sunday, or SUN to SAT; <c>*</c>, lists, ranges and steps are as in cron, and of two restricted day fields either suffices.
/// The days may also be <c>L</c>, <c>15W</c>, <c>FRIL</c> and <c>FRI#2</c>.</para>
/// <para>When clocks change: a fixed local time that is left out is due at the end of the gap, one that comes twice is due once, the first time. With
/// <c>*</c> in the hours or minutes, every real one is due.</para>
/// </remarks>
public sealed class ScheduledTaskDefinition
{
    private readonly CronSchedule _schedule;

    /// <summary>Makes a definition.</summary>
    /// <param name="name">The name, unique among those that run together.</param>
    /// <param name="cron">The cron expression.</param>
    /// <param name="signal">The signal that is raised when it is due.</param>
    /// <param name="key">What it is about: the signal's key.</param>
    /// <param name="payload">What the task needs, as JSON.</param>
    /// <param name="description">What it is, for people.</param>
    /// <param name="timeZone">The zone of the expression; null for UTC.</param>
    /// <param name="runOnStartup">Whether it is also due whenever the schedule starts.</param>
    /// <param name="format">How many fields the expression has.</param>
    /// <exception cref="ArgumentException">A text is null or blank, or the expression is not valid; the message says which and why.</exception>
    public ScheduledTaskDefinition(
        string name,
        string cron,
        string signal,
        string? key = null,
        JsonElement? payload = null,
        string? description = null,
        TimeZoneInfo? timeZone = null,
        bool runOnStartup = false,
        CronFormat format = CronFormat.Auto)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(cron);
        ArgumentException.ThrowIfNullOrWhiteSpace(signal);
        Name = name;
        Cron = cron;
        Signal = signal;
        Key = key;
        Payload = payload?.Clone();
        Description = description;
        TimeZone = timeZone ?? TimeZoneInfo.Utc;
        RunOnStartup = runOnStartup;
        Format = format;
        try
        {
            _schedule = new(cron, format, TimeZone);
        }
        catch (FormatException error)
        {
            throw new ArgumentException($"The cron expression '{cron}' of '{name}' is not valid: {error.Message.TrimEnd('.')}.", nameof(cron), error);
        }
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets the cron expression.</summary>
    public string Cron { get; }

    /// <summary>Gets the signal that is raised when it is due.</summary>
    public string Signal { get; }

    /// <summary>Gets the signal's key; null for none.</summary>
    public string? Key { get; }

    /// <summary>Gets what the task needs; null for nothing.</summary>
    public JsonElement? Payload { get; }

    /// <summary>Gets what it is, for people; null for nothing.</summary>
    public string? Description { get; }

    /// <summary>Gets the zone of the expression.</summary>
    public TimeZoneInfo TimeZone { get; }

    /// <summary>Gets whether it is also due whenever the schedule starts.</summary>
    public bool RunOnStartup { get; }

    /// <summary>Gets how many fields the expression has.</summary>
    public CronFormat Format { get; }

    /// <summary>Reads the definitions of a JSON file: an array of objects as <see cref="Parse"/> reads them. All of them or none.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidOperationException">The file cannot be read or is not valid; the message names the file and every faulty entry.</exception>
    public static IReadOnlyList<ScheduledTaskDefinition> LoadFromJsonFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return ScheduleFile.Load(path);
    }

    /// <summary>Reads one definition: <c>name</c>, <c>cron</c>, <c>signal</c>, and if wanted <c>key</c>, <c>payload</c>, <c>description</c>,
    /// <c>timeZone</c> (an IANA or Windows id), <c>runOnStartup</c> and <c>format</c> (<c>Standard</c> or <c>IncludeSeconds</c>).</summary>
    /// <remarks>Names of properties are matched whatever their case.</remarks>
    /// <param name="element">A JSON object.</param>
    /// <exception cref="InvalidOperationException">It is not valid; the message lists every fault.</exception>
    public static ScheduledTaskDefinition Parse(JsonElement element)
    {
        DefinitionReader reader = new(element);
        return reader.Read() ?? throw new InvalidOperationException($"The scheduled task {reader.Place(null)} is not valid: {string.Join("; ", reader.Faults)}.");
    }

    /// <summary>Returns when it is due next.</summary>
    /// <param name="reference">Counted from then.</param>
    /// <param name="inclusive">Whether <paramref name="reference"/> itself counts.</param>
    /// <returns>The time, in UTC; null when it is never due again.</returns>
    public DateTimeOffset? GetNextOccurrence(DateTimeOffset reference, bool inclusive = false) =>
        inclusive ? _schedule.NextFrom(reference) : _schedule.NextAfter(reference);

    /// <summary>Returns the name and the expression.</summary>
    public override string ToString() => $"{Name} ({Cron})";

    /// <summary>Makes the task of an occurrence.</summary>
    internal DurableTask ToTask(DateTimeOffset scheduledAt, bool isLate) => new(Name, Signal, scheduledAt, Key, Payload, Description) { IsLate = isLate };
}
