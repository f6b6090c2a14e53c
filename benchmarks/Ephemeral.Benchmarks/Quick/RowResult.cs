namespace Ephemeral.Benchmarks.Quick;

/// <summary>A measured row as it is printed and written.</summary>
/// <param name="Group">The group of the row.</param>
/// <param name="Cells">The texts of the columns, in their order.</param>
/// <param name="AllocationMissed">Whether the row missed a target of bytes, which fails the run.</param>
internal sealed record RowResult(string Group, IReadOnlyList<string> Cells, bool AllocationMissed)
{
    public static readonly IReadOnlyList<string> Columns =
        ["row", "ours ns/op", "B/op", "baseline", "ns/op", "B/op", "ratio", "target", "holds"];

    /// <summary>Says how the targets were met: time is only read, bytes are judged.</summary>
    public static string Verdict(bool judged, bool timeHolds, bool bytesHold) => (judged, timeHolds, bytesHold) switch
    {
        (false, _, _) => "–",
        (_, true, true) => "yes",
        (_, false, true) => "no: time",
        (_, true, false) => "no: bytes",
        _ => "no: time and bytes",
    };
}
