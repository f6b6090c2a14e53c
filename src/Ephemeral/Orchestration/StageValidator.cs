using System.Globalization;
using Ephemeral.Internal;

namespace Ephemeral.Orchestration;

/// <summary>The one place that says which stages are valid.</summary>
internal static class StageValidator
{
    public static void Validate(
        SignalSink? sink, IReadOnlyList<SignalStage?>? stages, IReadOnlyCollection<string?>? earlyExitSignals, int maxConcurrentStages, string? name)
    {
        OptionsFaults faults = new(nameof(SignalWaveExecutor));
        faults.NotNull(sink);
        faults.NotNull(stages);
        faults.AtLeast(maxConcurrentStages, 1);
        if (stages is { Count: 0 }) faults.Add(nameof(stages), "must have at least one stage but was empty");
        for (int i = 0; i < stages?.Count; i++) Check(stages[i], string.Create(CultureInfo.InvariantCulture, $"stages[{i}]"), faults);
        foreach (string doubled in DoubledIn(stages ?? [])) faults.Add(nameof(stages), $"must have distinct names but '{doubled}' is there more than once");
        if (HasBlank(earlyExitSignals)) faults.Add(nameof(earlyExitSignals), "must hold patterns, such as \"verdict.*\", but one was blank");
        if (name is not null && string.IsNullOrWhiteSpace(name)) faults.Add(nameof(name), "must be null or have text but was blank");
        faults.ThrowIfAny();
    }

    private static void Check(SignalStage? stage, string place, OptionsFaults faults)
    {
        if (stage is null)
        {
            faults.Add(place, "must be a stage but was null");
            return;
        }

        if (string.IsNullOrWhiteSpace(stage.Name)) faults.Add(place, "must have a name but it was blank");
        else place = $"{place} ('{stage.Name}')";
        if (string.IsNullOrWhiteSpace(stage.TriggerPattern)) faults.Add(place, "must have a trigger pattern, such as \"stage.start\", but it was blank");
        if (stage.Work is null) faults.Add(place, "must have work but it was null");
        if (HasBlank(stage.EmitOnStart)) faults.Add(place, Blank(nameof(stage.EmitOnStart)));
        if (HasBlank(stage.EmitOnComplete)) faults.Add(place, Blank(nameof(stage.EmitOnComplete)));
        if (HasBlank(stage.EmitOnFailure)) faults.Add(place, Blank(nameof(stage.EmitOnFailure)));
    }

    private static string Blank(string list) => $"must emit signals with a name but one in {list} was blank";

    private static bool HasBlank(IEnumerable<string?>? texts) => texts?.Any(string.IsNullOrWhiteSpace) ?? false;

    private static IEnumerable<string> DoubledIn(IEnumerable<SignalStage?> stages) => stages
        .Where(static stage => !string.IsNullOrWhiteSpace(stage?.Name))
        .GroupBy(static stage => stage!.Name, StringComparer.Ordinal)
        .Where(static same => same.Count() > 1)
        .Select(static same => same.Key);
}
