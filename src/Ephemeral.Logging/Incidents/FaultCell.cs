namespace Ephemeral.Logging;

/// <summary>Where the matches of one <see cref="FaultKey"/> are counted. Guarded by the lock of its <see cref="IncidentBook"/>.</summary>
internal sealed class FaultCell(IncidentRecord record, long stamp)
{
    private const int FirstSamples = 16;

    private int _samples = 1;
    private long _lastSample = stamp;

    /// <summary>The incident that the latest sample belonged to; matches between samples count there.</summary>
    public IncidentRecord Record { get; private set; } = record;

    /// <summary>Only where an exception was thrown needs samples: the first ones, then one a second.</summary>
    public bool NeedsSample(in FaultKey key, in FaultMatch match, long second) =>
        key.Override is null && match.Occurrence.HasException && (_samples < FirstSamples || match.Stamp - _lastSample >= second);

    public void Take(IncidentRecord record, long stamp)
    {
        if (Record != record && !Record.IsForgotten) Record.IsCountShared = record.IsCountShared = true;
        Record = record;
        _lastSample = stamp;
        if (_samples < FirstSamples) _samples++;
    }
}
