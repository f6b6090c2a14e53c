using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Incidents;

/// <summary>A tracker over a signal provider, and what it announced.</summary>
internal sealed class IncidentRig : IDisposable
{
    private readonly LogRig _log = new();

    public IncidentRig(IncidentRule? rule = null, IncidentOptions? options = null)
    {
        options ??= new();
        options.TimeProvider = _log.Time;
        if (rule is not null) options.Rules = [rule];
        Tracker = new(_log.Sink, options);
        _log.Sink.Subscribe("incident.*", signal =>
        {
            lock (Announced) Announced.Add((signal.Signal["incident.".Length..], Assert.IsType<Incident>(signal.Payload), signal.Key!));
        });
    }

    public ManualTimeProvider Time => _log.Time;

    public SignalSink Sink => _log.Sink;

    public IncidentTracker Tracker { get; }

    public List<(string What, Incident Incident, string Key)> Announced { get; } = [];

    public IEnumerable<string> Words => Announced.Select(static one => one.What);

    public ILogger Logger(string category = "orders") => _log.Logger(category);

    public void Error(int times = 1)
    {
        for (int i = 0; i < times; i++) Logger().LogError(new EventId(1, "DbFailure"), "Order {Id} failed", i);
    }

    public void Dispose()
    {
        Tracker.Dispose();
        _log.Dispose();
    }
}
