using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Incidents;

public sealed class IncidentMeterTests
{
    [Fact]
    public void Incidents_AreCountedByRule_FromZeroOn()
    {
        string rule = $"rule-{Guid.NewGuid()}"; // other tests have incidents too
        using Recorder recorder = new(rule);
        using IncidentRig rig = new(new() { Name = rule, Severity = IncidentSeverity.Critical });
        recorder.Collect();
        Assert.Equal([$"ephemeral.incident.opened 0 {rule} critical", $"ephemeral.incident.active 0 {rule} critical"], recorder.Take());

        rig.Error(100);
        rig.Logger().LogError("other");
        recorder.Collect();
        Assert.Equal(
            [$"ephemeral.incident.opened 1 {rule} critical", $"ephemeral.incident.opened 1 {rule} critical", $"ephemeral.incident.active 2 {rule} critical"],
            recorder.Take());

        rig.Tracker.Acknowledge(rig.Announced[0].Key);
        rig.Time.Advance(TimeSpan.FromMinutes(2));
        rig.Tracker.Resolve(rig.Announced[0].Key);
        rig.Time.Advance(TimeSpan.FromMinutes(13));
        recorder.Collect();
        Assert.Equal(
            [$"ephemeral.incident.duration 120 {rule} ", $"ephemeral.incident.duration 900 {rule} ", $"ephemeral.incident.active 0 {rule} critical"],
            recorder.Take());

        rig.Error();
        recorder.Collect();
        Assert.Equal([$"ephemeral.incident.active 1 {rule} critical"], recorder.Take()); // reopened: the same incident
        rig.Tracker.Dispose();
        recorder.Collect();
        Assert.Empty(recorder.Take());
    }

    [Fact]
    public void Instruments_AreWhatTheTableSays()
    {
        using Recorder recorder = new("none");
        using IncidentRig rig = new();

        Assert.Equal(
            [
                "ephemeral.incident.active {incident} ObservableUpDownCounter`1",
                "ephemeral.incident.duration s Histogram`1",
                "ephemeral.incident.opened {incident} Counter`1",
                "ephemeral.log.records {log_record} Counter`1",
            ],
            recorder.Instruments.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ListenerThatThrows_ReachesNobodyWhoLogs()
    {
        string rule = $"rule-{Guid.NewGuid()}";
        using MeterListener listener = new();
        listener.InstrumentPublished = static (instrument, self) =>
        {
            if (instrument.Name == "ephemeral.incident.opened") self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (tags.ToArray().Any(tag => Equals(tag.Value, rule))) throw new InvalidOperationException("listener");
        });
        listener.Start();
        using IncidentRig rig = new(new() { Name = rule });
        long failures = LoggingMeter.Failures;

        rig.Error();

        Assert.Equal(["opened"], rig.Words);
        Assert.Equal(failures + 1, LoggingMeter.Failures);
    }

    private sealed class Recorder : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<string> _seen = [];
        private readonly string _rule;

        public Recorder(string rule)
        {
            _rule = rule;
            _listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name != "Ephemeral.Logging") return;
                Instruments.Add($"{instrument.Name} {instrument.Unit} {instrument.GetType().Name}");
                self.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
            _listener.Start();
        }

        public List<string> Instruments { get; } = [];

        public void Collect() => _listener.RecordObservableInstruments();

        public string[] Take()
        {
            string[] seen = [.. _seen];
            _seen.Clear();
            return seen;
        }

        public void Dispose() => _listener.Dispose();

        private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            object? rule = null;
            object? severity = null;
            foreach ((string name, object? tag) in tags)
            {
                if (name == "ephemeral.incident.rule") rule = tag;
                if (name == "ephemeral.incident.severity") severity = tag;
            }

            if (Equals(rule, _rule)) _seen.Add($"{instrument.Name} {value} {rule} {severity}");
        }
    }
}
