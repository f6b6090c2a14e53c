using LogWatcher.Incidents;

namespace LogWatcher.CommandLine;

/// <summary>A command line that was understood.</summary>
internal sealed record CommandLineOptions
{
    public LogWatcherCommand Command { get; init; }

    /// <summary>Gets the files to watch; <c>-</c> is standard input.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Gets whether to stop at the end of the files.</summary>
    public bool Once { get; init; }

    /// <summary>Gets whether to start at the end of the files.</summary>
    public bool FromEnd { get; init; }

    /// <summary>Gets after how many orders the demo's own load stops; null where it goes on.</summary>
    public long? Orders { get; init; }

    /// <summary>Gets the OTLP receiver that gets metrics, traces and logs; null for none.</summary>
    public Uri? Otlp { get; init; }

    /// <summary>Gets the rules of incidents, and who is told about them.</summary>
    public IncidentSettings Incidents { get; init; } = new();

    /// <summary>Gets the SQLite file that keeps incidents over a restart; null for none.</summary>
    public string? Store { get; init; }

    /// <summary>Gets where the page is served; loopback only.</summary>
    public Uri Url { get; init; } = new("http://127.0.0.1:5080");
}
