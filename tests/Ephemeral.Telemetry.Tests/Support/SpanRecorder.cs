using System.Collections.Concurrent;
using System.Diagnostics;
using Ephemeral.Telemetry.Implementation;

namespace Ephemeral.Telemetry.Tests;

/// <summary>Attaches the instrumentation with tracing options and records the spans that have ended.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;
    private readonly Instrumentation _instrumentation;

    public SpanRecorder(EphemeralTracingOptions? options = null)
    {
        _instrumentation = Instrumentation.ForTraces(options ?? new());
        _listener = new()
        {
            ShouldListenTo = static source => source.Name is "Ephemeral" or "Caller",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name == "Ephemeral") _ended.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Gets the spans that a real exporter would be given.</summary>
    public IReadOnlyList<Activity> Recorded => [.. _ended.Where(static activity => activity.Recorded)];

    public IReadOnlyList<Activity> Ended => [.. _ended];

    public static string Tags(Activity activity) =>
        string.Join(' ', activity.TagObjects.Select(static tag => FormattableString.Invariant($"{tag.Key}={tag.Value}")));

    public void Dispose()
    {
        _listener.Dispose();
        _instrumentation.Dispose();
    }
}
