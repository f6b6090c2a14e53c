using Serilog.Core;
using Serilog.Events;

namespace LogWatcher.Hosting;

/// <summary>Lets a warning or an error onto the console once in ten seconds for each template: its incident has the count.</summary>
/// <remarks>Thread-safe. Beyond 1,000 templates it forgets them all and lets each through once more.</remarks>
internal sealed class RepetitionFilter(TimeProvider time) : ILogEventFilter
{
    private const int MaxTemplates = 1_000;
    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _lastShown = []; // guarded by _gate

    public bool IsEnabled(LogEvent logEvent)
    {
        if (logEvent.Level < LogEventLevel.Warning) return true;
        string template = logEvent.MessageTemplate.Text;
        long now = time.GetTimestamp();
        lock (_gate)
        {
            if (_lastShown.TryGetValue(template, out long shown) && time.GetElapsedTime(shown, now) < _quiet) return false;
            if (_lastShown.Count >= MaxTemplates) _lastShown.Clear();
            _lastShown[template] = now;
            return true;
        }
    }
}
