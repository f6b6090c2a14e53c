using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ephemeral.Hosting.Tests.Documents;

/// <summary>The README's minimal API, as the sample's Program has it: coordinator and attribute runner, bootstrapped at startup.</summary>
public sealed class ReadmeMinimalApiTests
{
    [Fact]
    public async Task PostedItem_IsAccepted_AndRuns()
    {
        await using WorkApiFactory factory = new();
        using HttpClient client = factory.CreateClient();
        EphemeralWorkCoordinator<WorkApi.WorkItem> coordinator = factory.Services.GetRequiredService<EphemeralWorkCoordinator<WorkApi.WorkItem>>();

        using HttpResponseMessage response = await client.PostAsJsonAsync("/", new WorkApi.WorkItem("order-42")).Within();
        await coordinator.FlushAsync().Within();

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal((1L, 8), (coordinator.TotalCompleted, coordinator.CurrentMaxConcurrency));
        Assert.Equal("Healthy", await client.GetStringAsync(new Uri("/health", UriKind.Relative)).Within());
    }

    [Fact]
    public async Task JobRunner_ListensFromStartUp_AndDrainsAtShutdown()
    {
        await using WorkApiFactory factory = new();
        using HttpClient client = factory.CreateClient();
        SignalSink sink = factory.Services.GetRequiredService<SignalSink>();
        EphemeralSignalJobRunner runner = factory.Services.GetRequiredService<EphemeralSignalJobRunner>();

        sink.Raise("log.error.db", key: "orders");
        await runner.FlushAsync().Within();
        await factory.Services.GetRequiredService<IHost>().StopAsync().Within();

        Assert.Equal((2L, 0L, true), (runner.TotalCompleted, runner.TotalFailed, runner.IsDrained));
        Assert.True(sink.Detect("incident.created"));
    }
}
