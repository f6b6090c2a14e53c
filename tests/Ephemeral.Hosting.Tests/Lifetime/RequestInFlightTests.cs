using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Hosting.Tests.Lifetime;

/// <summary>Intake closes after the web server has stopped.</summary>
public sealed class RequestInFlightTests
{
    [Fact]
    public async Task RequestInFlightAtShutdown_StillEnqueues_AndItsItemRuns()
    {
        Ran ran = new();
        Gate request = new();
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Services.AddCoordinator<string>((item, _) => ran.AddAsync(item));
        builder.Services.Configure<HostOptions>(static options => options.ServicesStopConcurrently = true); // no order helps
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using WebApplication app = builder.Build();
        app.MapPost("/", async (EphemeralWorkCoordinator<string> coordinator) =>
        {
            await request.WaitAsync();
            await coordinator.EnqueueAsync("late");
            return Results.Accepted();
        });
        await app.StartAsync().Within();
        using HttpClient client = new();
        Task<HttpResponseMessage> posted = client.PostAsync(new Uri(app.Urls.Single()), content: null);
        await request.Reached;

        Task stopping = app.StopAsync();
        request.Open();
        using HttpResponseMessage response = await posted.Within();
        await stopping.Within();

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(["late"], ran.Items);
    }
}
