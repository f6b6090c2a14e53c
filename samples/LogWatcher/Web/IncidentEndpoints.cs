using Ephemeral.Logging;

namespace LogWatcher.Web;

/// <summary>Incidents as data, and the two things that a person does with one.</summary>
internal static class IncidentEndpoints
{
    private const int LongestName = 100;

    public static void MapIncidents(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder incidents = app.MapGroup("/api/incidents");
        incidents.MapGet("/", static (IncidentTracker tracker, string? state) => List(tracker, state));
        incidents.MapGet("/{id}", static (IncidentTracker tracker, string id) =>
            tracker.TryGet(id, out Incident? incident) ? Results.Ok(incident) : Unknown(id));
        incidents.MapPost("/{id}/acknowledge", static (HttpRequest request, IncidentTracker tracker, string id, string? by) =>
            Change(request, tracker, id, by, static (tracker, id, by) => tracker.Acknowledge(id, by), "is not open, or was acknowledged before"));
        incidents.MapPost("/{id}/resolve", static (HttpRequest request, IncidentTracker tracker, string id, string? by) =>
            Change(request, tracker, id, by, static (tracker, id, by) => tracker.Resolve(id, by), "is resolved already"));
    }

    private static IResult List(IncidentTracker tracker, string? state)
    {
        if (string.IsNullOrEmpty(state)) return Results.Ok(tracker.GetIncidents());
        bool isState = Enum.TryParse(state, ignoreCase: true, out IncidentState wanted) && Enum.IsDefined(wanted);
        return isState
            ? Results.Ok(tracker.GetIncidents(wanted))
            : Problem(StatusCodes.Status400BadRequest, $"The state '{state}' is not known; use open, acknowledged or resolved.");
    }

    private static IResult Change(
        HttpRequest request, IncidentTracker tracker, string id, string? by, Func<IncidentTracker, string, string?, bool> change, string otherwise)
    {
        if (IsFromElsewhere(request)) return Problem(StatusCodes.Status403Forbidden, "A page of another site may not change incidents.");
        if (by?.Length > LongestName) return Problem(StatusCodes.Status400BadRequest, $"The name in 'by' has {by.Length} characters; use at most {LongestName}.");
        bool isDone = change(tracker, id, string.IsNullOrWhiteSpace(by) ? null : by);
        if (!tracker.TryGet(id, out Incident? incident)) return Unknown(id);
        return isDone ? Results.Ok(incident) : Problem(StatusCodes.Status409Conflict, $"The incident {id} {otherwise}.");
    }

    /// <summary>Browsers name the page that sends a request; programs do not.</summary>
    private static bool IsFromElsewhere(HttpRequest request) =>
        request.Headers.Origin is [{ Length: > 0 } origin, ..] && origin != $"{request.Scheme}://{request.Host}";

    private static IResult Unknown(string id) => Problem(StatusCodes.Status404NotFound, $"There is no incident {id}.");

    private static IResult Problem(int status, string sentence) => Results.Problem(sentence, statusCode: status);
}
