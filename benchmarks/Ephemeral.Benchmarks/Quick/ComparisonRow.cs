using System.Globalization;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Quick;

/// <summary>Ours against a baseline, in turns, so that both see the same weather.</summary>
internal sealed record ComparisonRow(string Group, string Name, int Items) : Row(Group, Name)
{
    public required Func<Workload> Ours { get; init; }

    /// <summary>What it is compared with, and its name in the table.</summary>
    public required (string Name, Func<Workload> Make) Baseline { get; init; }

    public Target Target { get; init; } = Target.None;

    public override async Task<RowResult> MeasureAsync(QuickOptions options)
    {
        int items = Items * options.Scale;
        await using Workload ours = Ours();
        await using Workload baseline = Baseline.Make();
        await Meter.WarmUpAsync(ours, items);
        await Meter.WarmUpAsync(baseline, items);
        List<Measurement> ourRounds = [];
        List<Measurement> baselineRounds = [];
        for (int round = 0; round < options.Rounds; round++)
        {
            ourRounds.Add(await Meter.MeasureAsync(ours, items));
            baselineRounds.Add(await Meter.MeasureAsync(baseline, items));
        }

        double ratio = Meter.Median(ourRounds.Zip(baselineRounds, static (our, other) => our.Nanoseconds / other.Nanoseconds));
        return ResultOf(Meter.Median(ourRounds), Meter.Median(baselineRounds), ratio, await OwnBytesAsync(items));
    }

    private async Task<double> OwnBytesAsync(int items)
    {
        if (Target.BytesBeyond is null) return 0;
        await using Workload body = Target.BytesBeyond();
        await Meter.WarmUpAsync(body, items);
        return (await Meter.MeasureAsync(body, items)).Bytes;
    }

    private RowResult ResultOf(Measurement ours, Measurement baseline, double ratio, double ownBytes)
    {
        bool timeHolds = Target.TimeHolds(ratio, ours.Nanoseconds);
        bool bytesHold = Target.BytesHold(ours.Bytes - ownBytes);
        string[] cells =
        [
            Name,
            Time(ours.Nanoseconds),
            Bytes(ours.Bytes),
            Baseline.Name,
            Time(baseline.Nanoseconds),
            Bytes(baseline.Bytes),
            string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}"),
            Target.ToString(),
            RowResult.Verdict(Target.IsTimed || Target.Bytes is not null, timeHolds, bytesHold),
        ];
        return new(Group, cells, !bytesHold);
    }

    private static string Time(double nanoseconds) =>
        nanoseconds.ToString(nanoseconds < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    private static string Bytes(double bytes) => Math.Round(bytes).ToString("#,0", CultureInfo.InvariantCulture);
}
