namespace LogWatcher.Web;

/// <summary>The page, its data as JSON, and the health check. Everything here only reads.</summary>
internal static class StatusEndpoints
{
    private const string ContentPolicy =
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapStatus(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", static (StatusReader status) => Results.Content(StatusPage.Of(status.Read()), "text/html; charset=utf-8"));
        app.MapGet("/style.css", static () => Results.Content(StatusPage.Style, "text/css; charset=utf-8"));
        app.MapGet("/api/status", static (StatusReader status) => Results.Ok(status.Read()));
        app.MapGet("/healthz", static (IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.IsCancellationRequested
            ? Results.Text("stopping", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text("healthy"));
    }

    /// <summary>Tells browsers to run nothing, to embed nothing and to keep nothing.</summary>
    public static void UsePageHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    });
}
