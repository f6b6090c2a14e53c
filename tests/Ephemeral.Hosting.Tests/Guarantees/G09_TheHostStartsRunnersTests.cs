using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WorkApi;

namespace Ephemeral.Hosting.Tests.Guarantees;

/// <summary>G9: the host starts runners, of objects and of scopes, and their parameters are filled with payloads and services.</summary>
public sealed class G09_TheHostStartsRunnersTests
{
    [Fact]
    public async Task BothRunners_ListenOnceTheHostHasStarted_AndFillPayloadsAndServices()
    {
        Ran ran = new();
        using IHost host = TestHost.Build(services => services.AddSingleton(ran).AddEphemeralSignalJobRunner<SingletonJobs>().AddEphemeralScopedJobRunner<ScopedJobs>());
        await host.StartAsync().Within();

        new TypedSignalSink<WorkItem>(host.Services.GetRequiredService<SignalSink>()).Raise("work", new("7"));
        await ran.OneAsync();
        await ran.OneAsync();
        await host.StopAsync().Within();

        Assert.Equal(["scoped 7", "singleton 7"], ran.Items.Order());
    }

    [Fact]
    public async Task AnAssembly_IsScanned_AndItsJobsStarted()
    {
        using IHost host = TestHost.Build(static services => services.AddEphemeralScopedJobRunner(typeof(WorkController).Assembly));
        using IHost other = TestHost.Build(static services => services.AddEphemeralSignalJobRunner([typeof(WorkController).Assembly]));
        await host.StartAsync().Within();
        await other.StartAsync().Within();

        Assert.Equal(["EscalateAsync", "NotifyAsync"], host.Services.GetRequiredService<EphemeralScopedJobRunner>().Jobs.Select(static job => job.MethodName));
        Assert.Equal(["EscalateAsync", "NotifyAsync"], other.Services.GetRequiredService<EphemeralSignalJobRunner>().Jobs.Select(static job => job.MethodName));
        await host.StopAsync().Within();
        await other.StopAsync().Within();
    }

    private sealed class SingletonJobs
    {
        [EphemeralJob("work")]
        public Task WorkAsync(Ran ran, WorkItem item) => ran.AddAsync($"singleton {item.Id}");
    }

    private sealed class ScopedJobs
    {
        [EphemeralJob("work")]
        public Task WorkAsync(CancellationToken cancellationToken, WorkItem item, Ran ran) =>
            cancellationToken.IsCancellationRequested ? Task.CompletedTask : ran.AddAsync($"scoped {item.Id}");
    }
}
