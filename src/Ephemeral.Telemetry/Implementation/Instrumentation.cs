namespace Ephemeral.Telemetry.Implementation;

/// <summary>Keeps one observer attached for as long as a provider that asked for it lives.</summary>
/// <remarks>A provider disposes the instrumentation it was given, so each holds one registration.</remarks>
internal sealed class Instrumentation : IDisposable
{
    private static readonly Lock _gate = new();
    private static readonly List<Instrumentation> _alive = []; // guarded by _gate, as is the next
    private static IDisposable? _attachment;
    private static TelemetryObserver? _observer;
    private static TracingSettings _tracing = TracingSettings.Default;

    private readonly TracingSettings? _settings;

    private Instrumentation(TracingSettings? settings) => _settings = settings;

    /// <summary>Gets the attached observer; null while no provider lives.</summary>
    public static TelemetryObserver? Observer => Volatile.Read(ref _observer);

    /// <summary>Gets the settings of the tracer provider that was built last and lives.</summary>
    public static TracingSettings Tracing => Volatile.Read(ref _tracing);

    public static Instrumentation ForMetrics() => Register(new(settings: null));

    public static Instrumentation ForTraces(EphemeralTracingOptions options) => Register(new(new TracingSettings(options)));

    public void Dispose()
    {
        lock (_gate)
        {
            if (!_alive.Remove(this)) return;
            Volatile.Write(ref _tracing, LatestTracing());
            if (_alive.Count > 0) return;
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
            Volatile.Write(ref _tracing, LatestTracing());
            if (_observer is null)
            {
                TelemetryObserver observer = new();
                _attachment = EphemeralDiagnostics.Attach(observer); // tells it of live coordinators, which runs no user code
                Volatile.Write(ref _observer, observer);
            }

            _observer.ForgetZeros();
            return added;
        }
    }

    private static TracingSettings LatestTracing() =>
        _alive.FindLast(static provider => provider._settings is not null)?._settings ?? TracingSettings.Default;
}
