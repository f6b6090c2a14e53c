namespace Ephemeral.Logging;

/// <summary>Rules and limits of an <see cref="IncidentTracker"/>.</summary>
/// <remarks>The tracker copies what it needs when it is made; later changes have no effect.</remarks>
public sealed class IncidentOptions
{
    /// <summary>Gets or sets the rules; the first whose pattern matches a signal decides.</summary>
    /// <value>The default has two: <c>errors</c> for <c>log.error.*</c> and <c>critical</c> for <c>log.critical.*</c>.</value>
    public IList<IncidentRule> Rules { get; set; } =
    [
        new(),
        new() { Name = "critical", Pattern = "log.critical.*", Severity = IncidentSeverity.Critical },
    ];

    /// <summary>Gets or sets the most incidents that are open at once. Faults beyond it are folded into one overflow incident.</summary>
    /// <value>The default is 1,000. As many resolved ones are remembered.</value>
    public int MaxOpen { get; set; } = 1_000;

    /// <summary>Gets or sets how many of the latest occurrences an incident keeps; 1 to 100.</summary>
    /// <remarks>
    /// Each holds its record, with the exception as long as it lives, until a later one takes its place. Of a record with more than 8,192 characters only the
    /// text that is shown is kept.
    /// </remarks>
    /// <value>The default is 10.</value>
    public int MaxOccurrences { get; set; } = 10;

    /// <summary>Gets or sets the words that make a property secret in payloads that another than <see cref="SignalLoggerProvider"/> made.</summary>
    /// <value>The default is that of <see cref="SignalLogHookOptions.RedactedNames"/>.</value>
    public IList<string> RedactedNames { get; set; } = [.. Redaction.DefaultNames];

    /// <summary>Gets or sets what tells faults apart in place of the built-in fingerprint; null from it means the built-in one.</summary>
    /// <remarks>It runs on the logging thread, for every match. What it throws is caught and counted, and the built-in one is used.</remarks>
    /// <value>The default is null.</value>
    public Func<SignalLogPayload, string?>? Fingerprint { get; set; }

    /// <summary>Gets or sets the clock of windows, cooldowns and quiet times.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
