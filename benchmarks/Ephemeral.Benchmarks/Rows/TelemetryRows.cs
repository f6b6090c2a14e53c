using System.Diagnostics;
using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What metrics and traces add to an item.</summary>
internal static class TelemetryRows
{
    public const string Group = "telemetry";
    private const int Items = 200_000;

    private static readonly QueueLoad _sync = new(BodyKind.Sync);
    private static readonly QueueLoad _yield = new(BodyKind.Yield);

    public static IEnumerable<Row> List() =>
    [
        With("metrics attached, nobody reads", _sync, Unread, new() { Ratio = 1.05, Bytes = 0 }),
        With("metrics and traces attached, sampler off", _sync, Unsampled, new() { Ratio = 1.05 }),
        With("metrics collected by the SDK", _sync, Collected, new() { Ratio = 1.5, Bytes = 0 }),
        With("metrics collected by the SDK", _yield, Collected, new() { Ratio = 1.5 }),
        With("metrics collected, a span each", _sync, Traced, Target.None),
    ];

    private static IEnumerable<IDisposable> Unread() => [Sdk.CreateMeterProviderBuilder().AddEphemeralInstrumentation().Build()];

    private static IEnumerable<IDisposable> Unsampled() =>
        [.. Unread(), Sdk.CreateTracerProviderBuilder().AddEphemeralInstrumentation().SetSampler(new AlwaysOffSampler()).Build()];

    private static IEnumerable<IDisposable> Collected() =>
        [Sdk.CreateMeterProviderBuilder().AddEphemeralInstrumentation().AddReader(new BaseExportingMetricReader(new NoExporter<Metric>())).Build()];

    private static IEnumerable<IDisposable> Traced() =>
    [
        .. Collected(),
        Sdk.CreateTracerProviderBuilder().AddEphemeralInstrumentation().AddProcessor(new SimpleActivityExportProcessor(new NoExporter<Activity>())).Build(),
    ];

    private static ComparisonRow With(string name, QueueLoad load, Func<IEnumerable<IDisposable>> attach, Target target) =>
        new(Group, $"{name}, {Names.Of(load.Body)} body, concurrency {load.Concurrency}", Items)
        {
            Ours = () => new AttachedWorkload(CoordinatorWorkload.Plain(load), attach),
            Baseline = ("ours without", () => CoordinatorWorkload.Plain(load)),
            Target = target,
        };
}
