using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Ephemeral.Logging;
using LogWatcher.Watching;

namespace LogWatcher.Web;

/// <summary>Writes the page: plain HTML that reloads itself and needs no script.</summary>
internal static class StatusPage
{
    private const string Head =
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta http-equiv="refresh" content="5">
          <title>LogWatcher</title>
          <link rel="stylesheet" href="/style.css">
        </head>
        <body>
        <main>
        <h1>LogWatcher</h1>

        """;

    private const string Foot =
        """
        </main>
        <footer><p>Reloads every 5 seconds. The same as data: <a href="/api/status">/api/status</a>,
        <a href="/api/incidents">/api/incidents</a>, <a href="/metrics">/metrics</a>, <a href="/healthz">/healthz</a>.</p></footer>
        </body>
        </html>

        """;

    /// <summary>Gets the style sheet.</summary>
    public static string Style { get; } = ReadStyle();

    public static string Of(Status status)
    {
        StringBuilder page = new(Head);
        int open = status.Incidents.Count(static incident => incident.State != IncidentState.Resolved);
        page.AppendLine(CultureInfo.InvariantCulture, $"<p>{Say(open)}</p>");
        AppendTable(page, "Incidents", ["State", "Severity", "#Times", "First seen", "Last seen", "What", "For example"], status.Incidents.Select(RowOf));
        if (status.Sources.Count > 0)
            AppendTable(page, "Files", ["File", "#Lines", "#Errors", "#Warnings", "#Rotations"], status.Sources.Select(RowOf));
        if (status.Notifiers.Count > 0)
            AppendTable(page, "Notifiers", ["Name", "#Delivered", "#Undelivered", "#Waiting", "#Failed attempts", "Circuit", "Latest failure"], status.Notifiers.Select(RowOf));
        AppendTable(page, "Coordinators", ["Name", "#Waiting", "#Running", "#Completed", "#Failed", "#Cancelled", "#Skipped", "#Dropped"], status.Coordinators.Select(RowOf));
        AppendTable(page, "Lanes", ["Coordinator", "Lane", "#Waiting", "#Held back", "#Running", "#Limit"], status.Coordinators.SelectMany(LaneRowsOf));
        AppendTable(page, "Signals", ["Signal", "#Times"], status.Signals.Select(static signal => (string[])[signal.Signal, Number(signal.Count)]));
        return page.Append(Foot).ToString();
    }

    private static string Say(int open) => open switch
    {
        0 => "No incident is open.",
        1 => "One incident is open.",
        _ => string.Create(CultureInfo.InvariantCulture, $"{open} incidents are open."),
    };

    private static string[] RowOf(Incident incident) =>
    [
        incident.State.ToString(),
        incident.Severity.ToString(),
        Number(incident.Count),
        Time(incident.FirstSeen),
        Time(incident.LastSeen),
        incident.Title,
        incident.Occurrences is [.., { } latest] ? latest.Message : "",
    ];

    private static string[] RowOf(SourceSummary source) =>
    [
        source.Source,
        Number(source.Lines),
        Number(source.Errors),
        Number(source.Count(LogLevel.Warning)),
        Number(source.Rotations),
    ];

    private static string[] RowOf(NotifierStatus notifier) =>
    [
        notifier.Name,
        Number(notifier.Delivered),
        Number(notifier.Undelivered),
        Number(notifier.Waiting),
        Number(notifier.FailedAttempts),
        notifier.IsCircuitOpen ? "open" : "closed",
        notifier.LastFailure ?? "",
    ];

    private static string[] RowOf(CoordinatorStatus coordinator) =>
    [
        coordinator.Name,
        Number(coordinator.Pending),
        Number(coordinator.Active),
        Number(coordinator.Completed),
        Number(coordinator.Failed),
        Number(coordinator.Cancelled),
        Number(coordinator.Skipped),
        Number(coordinator.Dropped),
    ];

    private static IEnumerable<string[]> LaneRowsOf(CoordinatorStatus coordinator) => coordinator.Lanes.Select(lane => (string[])
    [
        coordinator.Name,
        lane.Lane,
        Number(lane.Pending),
        Number(lane.Deferred),
        Number(lane.Active),
        Number(lane.Limit),
    ]);

    /// <summary>Writes a table. A column whose title begins with # has numbers.</summary>
    private static void AppendTable(StringBuilder page, string title, string[] columns, IEnumerable<string[]> rows)
    {
        string[][] all = [.. rows];
        page.Append(CultureInfo.InvariantCulture, $"<section><h2>{Text(title)}</h2>");
        if (all.Length == 0)
        {
            page.AppendLine("<p class=\"quiet\">None yet.</p></section>");
            return;
        }

        page.Append("<table><thead><tr>");
        foreach (string column in columns)
            page.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\"{ClassOf(column, column)}>{Text(column.TrimStart('#'))}</th>");
        page.AppendLine("</tr></thead><tbody>");
        foreach (string[] row in all)
        {
            page.Append("<tr>");
            for (int i = 0; i < row.Length; i++)
                page.Append(CultureInfo.InvariantCulture, $"<td{ClassOf(columns[i], row[i])}>{Text(row[i])}</td>");
            page.AppendLine("</tr>");
        }

        page.AppendLine("</tbody></table></section>");
    }

    private static string ClassOf(string column, string value)
    {
        if (column[0] == '#') return " class=\"number\"";
        return column == "State" && value == nameof(IncidentState.Open) ? " class=\"open\"" : "";
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);

    private static string ReadStyle()
    {
        using Stream stream = typeof(StatusPage).Assembly.GetManifestResourceStream("style.css")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
