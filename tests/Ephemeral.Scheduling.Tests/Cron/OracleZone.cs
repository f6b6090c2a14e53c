namespace Ephemeral.Scheduling.Tests.Cron;

/// <summary>A zone as a table: for each minute of ten years, how far its clocks are ahead of UTC. Built once, by asking for each minute.</summary>
internal sealed class OracleZone
{
    public const int MinutesADay = 1_440;

    private readonly short[] _offsets;

    public OracleZone(string id, DateTime start, int days)
    {
        Zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        Start = start;
        Days = days;
        _offsets = new short[days * MinutesADay];
        for (int minute = 0; minute < _offsets.Length; minute++) _offsets[minute] = (short)Zone.GetUtcOffset(start.AddMinutes(minute)).TotalMinutes;
        Changes = [.. Enumerable.Range(1, _offsets.Length - 1).Where(minute => _offsets[minute] != _offsets[minute - 1])];
        DaysWithAChange = Changes.Select(static minute => minute / MinutesADay).ToHashSet();
    }

    public TimeZoneInfo Zone { get; }

    public DateTime Start { get; }

    public int Days { get; }

    /// <summary>Gets the minutes at which the clocks were changed.</summary>
    public IReadOnlyList<int> Changes { get; }

    public IReadOnlySet<int> DaysWithAChange { get; }

    /// <summary>Returns what a minute's clock says, as minutes since the start.</summary>
    public int Local(int minute) => minute + _offsets[minute];
}
