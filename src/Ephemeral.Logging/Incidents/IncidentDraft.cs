namespace Ephemeral.Logging;

/// <summary>A snapshot as it is taken under the lock: its occurrences have no text yet.</summary>
internal readonly record struct IncidentDraft(Incident Incident, FaultOccurrence[] Latest)
{
    public Incident Finish(Redaction redaction)
    {
        IncidentOccurrence[] occurrences = new IncidentOccurrence[Latest.Length];
        for (int i = 0; i < occurrences.Length; i++) occurrences[i] = Latest[i].Render(redaction);
        return Incident with { Occurrences = occurrences };
    }
}
