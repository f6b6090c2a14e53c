using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Incidents;

/// <summary>A tracker over a signal provider, and what it announced.</summary>
internal sealed class IncidentRig : IDisposable
{
    private readonly LogRig _log;

    public IncidentRig(IncidentRule? rule = null, IncidentOptions? options = null, IIncidentStore? store = null, ManualTimeProvider? time = null)
    {
        _log = new(time: time);
        options ??= new();
        options.TimeProvider = _log.Time;
        if (rule is not null) options.Rules = [rule];
        _log.Sink.Subscribe("incident.*", signal =>
        {
            lock (Announced) Announced.Add((signal.Signal["incident.".Length..], Assert.IsType<Incident>(signal.Payload), signal.Key!));
        });
        Tracker = new(_log.Sink, options, store);
    }

    public ManualTimeProvider Time => _log.Time;

    public SignalSink Sink => _log.Sink;

    public IncidentTracker Tracker { get; }

    public List<(string What, Incident Incident, string Key)> Announced { get; } = [];

    public IEnumerable<string> Words => Announced.Select(static one => one.What);

    /// <summary>Begins again with what a store kept, as a process does that was started again.</summary>
    public static async Task<IncidentRig> RestartAsync(
        IIncidentStore store, ManualTimeProvider time, IncidentRule? rule = null, IncidentOptions? options = null)
    {
        IncidentRig rig = new(rule, options, store, time);
        await rig.Tracker.WaitUntilRestoredAsync().Within();
        return rig;
    }

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
