using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Hosting.Tests.Guarantees;

/// <summary>G27: the README's samples of dependency injection work as written.</summary>
public sealed class G27_DependencyInjectionSamplesTests
{
    private readonly Ran _ran = new();

    [Fact]
    public async Task RegisteringInDependencyInjection_PostedItemIsProcessed()
    {
        var builder = WebApplication.CreateBuilder();

        builder.Services.AddCoordinator<WorkItem>(
            async (item, ct) => await ProcessAsync(item, ct),
            new EphemeralOptions { MaxConcurrency = 8 });

        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.MapPost("/", async ([FromServices] IEphemeralCoordinatorFactory<WorkItem> factory, WorkItem item) =>
        {
            var coordinator = factory.CreateCoordinator();
            await coordinator.EnqueueAsync(item);
            return Results.Accepted();
        });

        await app.StartAsync().Within();
        using HttpClient client = new();
        using HttpResponseMessage response = await client.PostAsJsonAsync(new Uri(app.Urls.Single()), new WorkItem("order-42")).Within();
        await _ran.OneAsync();
        await app.StopAsync().Within();

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(["order-42"], _ran.Items);
    }

    [Fact]
    public async Task DependencyInjection_InjectedFactoryGivesTheCoordinatorWithoutAName()
    {
        ServiceCollection services = new();

        services.AddEphemeralWorkCoordinator<WorkItem>(
            async (item, ct) => await ProcessAsync(item, ct),
            new EphemeralOptions { MaxConcurrency = 8 });

        services.AddEphemeralWorkCoordinator<WorkItem>("priority",
            async (item, ct) => await ProcessPriorityAsync(item, ct),
            new EphemeralOptions { MaxConcurrency = 4 });

        services.AddSingleton<MyService>();
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);
        await provider.GetRequiredService<MyService>().DoWork().Within();
        await _ran.OneAsync();
        IEphemeralCoordinatorFactory<WorkItem> factory = provider.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>();

        Assert.Equal(["sent by MyService"], _ran.Items);
        Assert.Equal(8, factory.CreateCoordinator().CurrentMaxConcurrency);
        Assert.Equal(4, factory.CreateCoordinator("priority").CurrentMaxConcurrency);
    }

    private Task ProcessAsync(WorkItem item, CancellationToken _) => _ran.AddAsync(item.Id);

    private Task ProcessPriorityAsync(WorkItem item, CancellationToken _) => _ran.AddAsync("priority " + item.Id);

    private sealed class MyService
    {
        private readonly IEphemeralCoordinatorFactory<WorkItem> _factory;

        public MyService(IEphemeralCoordinatorFactory<WorkItem> factory)
        {
            _factory = factory;
        }

        public async Task DoWork()
        {
            var coordinator = _factory.CreateCoordinator();
            await coordinator.EnqueueAsync(new WorkItem("sent by MyService"));
        }
    }
}
