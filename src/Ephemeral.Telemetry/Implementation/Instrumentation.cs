using System.Diagnostics.Metrics;

namespace Ephemeral.Telemetry.Implementation;

/// <summary>Keeps one observer attached for as long as a provider that asked for it lives.</summary>
/// <remarks>
/// A provider disposes the instrumentation it was given, so each holds one registration. The observer feeds one meter: that of the
/// meter provider that was built first and lives.
/// </remarks>
internal sealed class Instrumentation : IDisposable
{
    private static readonly Lock _gate = new();
    private static readonly List<Instrumentation> _alive = []; // guarded by _gate, as is the next
    private static IDisposable? _attachment;
    private static TelemetryObserver? _observer;

    private readonly EphemeralMeter _meter;
    private readonly TracingSettings? _settings;
    private readonly IReadOnlyList<string> _signalPatterns;

    private Instrumentation(EphemeralMeter meter, TracingSettings? settings, IEnumerable<string> signalPatterns)
    {
        (_meter, _settings) = (meter, settings);
        _signalPatterns = [.. signalPatterns];
    }

    /// <summary>Gets the attached observer; null while no provider lives.</summary>
    public static TelemetryObserver? Observer => Volatile.Read(ref _observer);

    public static Instrumentation ForMetrics(IMeterFactory? factory = null, EphemeralMetricsOptions? options = null) =>
        Register(new(MeterOf(factory), settings: null, options?.SignalPatterns ?? []));

    public static Instrumentation ForTraces(EphemeralTracingOptions options, IMeterFactory? factory = null) =>
        Register(new(MeterOf(factory), new(options), []));

    public void Dispose()
    {
        lock (_gate)
        {
            if (!_alive.Remove(this)) return;
            if (_alive.Count > 0)
            {
                Apply();
                return;
            }

            _observer?.Stop();
            _attachment?.Dispose();
            _attachment = null;
            Volatile.Write(ref _observer, null);
        }
    }

    private static Instrumentation Register(Instrumentation added)
    {
        lock (_gate)
        {
            _alive.Add(added);
            if (_observer is null)
            {
                TelemetryObserver observer = new(added._meter);
                _attachment = EphemeralDiagnostics.Attach(observer); // tells it of live coordinators, which runs no user code
                Volatile.Write(ref _observer, observer);
            }

            Apply();
            return added;
        }
    }

    /// <summary>Lets what lives now decide what is fed, and how.</summary>
    private static void Apply()
    {
        TracingSettings tracing = _alive.FindLast(static provider => provider._settings is not null)?._settings ?? TracingSettings.Default;
        Instrumentation fed = _alive.Find(static provider => provider._settings is null) ?? _alive[0];
        _observer!.Use(fed._meter, fed._signalPatterns, tracing);
    }

    /// <summary>Gets a provider's meter, outside the lock: making one calls whoever listens to meters.</summary>
    private static EphemeralMeter MeterOf(IMeterFactory? factory)
    {
        bool isSecond;
        lock (_gate) isSecond = _alive.Count > 0;
        return EphemeralMeter.Of(factory, isSecond);
    }
}
