using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Notifiers;

/// <summary>Something on loopback that takes what notifiers post, or answers as a test says.</summary>
internal sealed class WebReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly List<WebDelivery> _taken = []; // guarded by _gate

    private WebReceiver(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>Gets or sets what answers in place of 204; it returns whether it has.</summary>
    public Func<HttpContext, Task<bool>>? Answer { get; set; }

    public int Requests { get; private set; }

    public IReadOnlyList<WebDelivery> Taken
    {
        get { lock (_gate) return [.. _taken]; }
    }

    public static async Task<WebReceiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        WebReceiver receiver = new(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        receiver.Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/hook");
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        lock (_gate) Requests++;
        using StreamReader body = new(context.Request.Body);
        string text = await body.ReadToEndAsync();
        if (Answer is { } answer && await answer(context)) return;
        lock (_gate)
        {
            _taken.Add(new(
                text,
                context.Request.Headers["Ephemeral-Announcement"].ToString(),
                context.Request.Headers["Ephemeral-Attempt-Time"].ToString(),
                context.Request.Headers["Ephemeral-Signature"].ToString()));
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
