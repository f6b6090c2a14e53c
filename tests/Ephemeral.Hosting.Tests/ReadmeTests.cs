using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Hosting.Tests;

/// <summary>The examples of the package's page, which are taken from here.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task Example_RunsWhatIsPosted_UnderTheNameThatWasAskedFor()
    {
        Ran ran = new();
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(new Shop(ran));

        // snippet: HostingReadme
        builder.Services.AddCoordinator<WorkItem>(async (item, ct) => await ran.AddAsync(item.Id));
        builder.Services.AddCoordinator<WorkItem>(
            "urgent",
            services => services.GetRequiredService<Shop>().HandleAsync,
            new() { MaxConcurrency = 16, QueueCapacity = 100 });
        builder.Services.AddHealthChecks().AddEphemeral();

        WebApplication app = builder.Build();
        app.MapHealthChecks("/health");
        app.MapPost("/orders", async (EphemeralWorkCoordinator<WorkItem> orders, WorkItem item) =>
            Results.Accepted(value: await orders.EnqueueAsync(item)));
        app.MapPost("/urgent", async (IEphemeralCoordinatorFactory<WorkItem> factory, WorkItem item) =>
            Results.Accepted(value: await factory.CreateCoordinator("urgent").EnqueueAsync(item)));
        // end snippet

        await using WebApplication _ = app;
        await app.StartAsync().Within();
        using HttpClient client = new() { BaseAddress = new(app.Urls.Single()) };
        using HttpResponseMessage order = await client.PostAsJsonAsync("orders", new WorkItem("1")).Within();
        await ran.OneAsync();
        using HttpResponseMessage urgent = await client.PostAsJsonAsync("urgent", new WorkItem("2")).Within();
        await ran.OneAsync();
        string health = await client.GetStringAsync("health").Within();
        await app.StopAsync().Within();

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (order.StatusCode, urgent.StatusCode));
        Assert.Equal(["1", "urgent 2"], ran.Items);
        Assert.Equal("Healthy", health);
    }

    private sealed class Shop(Ran ran)
    {
        public Task HandleAsync(WorkItem item, CancellationToken cancellationToken) => ran.AddAsync("urgent " + item.Id);
    }
}
