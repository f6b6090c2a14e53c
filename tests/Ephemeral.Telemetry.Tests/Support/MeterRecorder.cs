using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Ephemeral.Telemetry.Implementation;

namespace Ephemeral.Telemetry.Tests;

/// <summary>Attaches the instrumentation and records what its instruments measure.</summary>
internal sealed class MeterRecorder : IDisposable
{
    private readonly ConcurrentQueue<Measured> _measured = new();
    private readonly ConcurrentQueue<Measured> _observed = new();
    private readonly MeterListener _listener = new();
    private readonly Instrumentation _instrumentation = Instrumentation.ForMetrics();

    /// <summary>Listens to some instruments; to all when none is named.</summary>
    public MeterRecorder(params string[] instruments)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != "Ephemeral" || (instruments.Length > 0 && !instruments.Contains(instrument.Name))) return;
            Instruments[instrument.Name] = instrument;
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(Measured.Of(instrument, value, tags)));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(Measured.Of(instrument, value, tags)));
        _listener.Start();
    }

    public Dictionary<string, Instrument> Instruments { get; } = [];

    /// <summary>Measures the state now, in place of what it was before.</summary>
    public MeterRecorder Observe()
    {
        _observed.Clear();
        _listener.RecordObservableInstruments();
        return this;
    }

    /// <summary>Forgets what was measured, then measures the state now.</summary>
    public MeterRecorder ObserveAfresh()
    {
        _measured.Clear();
        return Observe();
    }

    /// <summary>Returns an instrument's measurements of one coordinator or sink as lines of value and attributes.</summary>
    public string[] Lines(string instrument, string owner) =>
        [.. Of(instrument, owner).Select(static measured => FormattableString.Invariant($"{measured.Value:0.###} {measured.Tags}"))];

    /// <summary>Adds up the values of those measurements whose attributes end as asked.</summary>
    public double Sum(string instrument, string owner, string tagsEnd = "") =>
        Of(instrument, owner).Where(measured => measured.Tags.EndsWith(tagsEnd, StringComparison.Ordinal)).Sum(static measured => measured.Value);

    public int Count(string instrument, string owner, string tagsContain = "") =>
        Of(instrument, owner).Count(measured => measured.Tags.Contains(tagsContain, StringComparison.Ordinal));

    public IEnumerable<Measured> Of(string instrument, string owner) => _measured.Concat(_observed).Where(measured =>
        measured.Instrument.Name == instrument
        && (measured.Tags + ' ').StartsWith($"ephemeral.{(instrument.Contains(".signal.", StringComparison.Ordinal) ? "sink" : "coordinator")}.name={owner} ", StringComparison.Ordinal));

    private void Record(Measured measured) => (measured.Instrument.IsObservable ? _observed : _measured).Enqueue(measured);

    public void Dispose()
    {
        _listener.Dispose();
        _instrumentation.Dispose();
    }
}
