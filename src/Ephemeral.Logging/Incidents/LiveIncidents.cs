using System.Diagnostics.Metrics;

namespace Ephemeral.Logging;

/// <summary>How many incidents are open in the process, by rule and severity. It keeps nobody alive.</summary>
internal sealed class LiveIncidents
{
    private readonly Lock _gate = new();
    private readonly List<WeakReference<IncidentBook>> _books = []; // guarded by _gate, as is the next
    private readonly HashSet<(string Rule, IncidentSeverity Severity)> _begun = [];

    private LiveIncidents()
    {
    }

    /// <summary>Makes the instrument.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="measure">Makes a measurement.</param>
    /// <param name="begin">Called once for each rule and severity, when it is first looked at.</param>
    public static LiveIncidents Observe(Meter meter, Func<string, IncidentSeverity, int, Measurement<long>> measure, Action<string, IncidentSeverity> begin)
    {
        LiveIncidents live = new();
        meter.CreateObservableUpDownCounter("ephemeral.incident.active", Read, "{incident}", "Incidents that are open now.");
        return live;

        IEnumerable<Measurement<long>> Read()
        {
            Dictionary<(string Rule, IncidentSeverity Severity), int> counts = live.Count();
            foreach ((string rule, IncidentSeverity severity) in live.TakeNew(counts.Keys)) begin(rule, severity);
            return [.. counts.Select(one => measure(one.Key.Rule, one.Key.Severity, one.Value))];
        }
    }

    public void Add(IncidentBook book)
    {
        lock (_gate)
        {
            _books.RemoveAll(static one => !one.TryGetTarget(out _));
            _books.Add(new(book));
        }
    }

    public void Remove(IncidentBook book)
    {
        lock (_gate) _books.RemoveAll(one => !one.TryGetTarget(out IncidentBook? target) || target == book);
    }

    private Dictionary<(string Rule, IncidentSeverity Severity), int> Count()
    {
        List<IncidentBook> books = [];
        lock (_gate)
        {
            foreach (WeakReference<IncidentBook> one in _books)
                if (one.TryGetTarget(out IncidentBook? book)) books.Add(book);
        }

        Dictionary<(string Rule, IncidentSeverity Severity), int> counts = [];
        foreach (IncidentBook book in books)
            foreach (((string Rule, IncidentSeverity Severity) key, int count) in book.CountLive()) counts[key] = counts.GetValueOrDefault(key) + count;
        return counts;
    }

    private List<(string Rule, IncidentSeverity Severity)> TakeNew(IEnumerable<(string Rule, IncidentSeverity Severity)> seen)
    {
        lock (_gate) return [.. seen.Where(_begun.Add)];
    }
}
