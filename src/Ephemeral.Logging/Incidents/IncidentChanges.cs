namespace Ephemeral.Logging;

/// <summary>What a store has to be told.</summary>
internal sealed record IncidentChanges(IReadOnlyList<IncidentDraft> Changed, IReadOnlyList<string> Removed);
