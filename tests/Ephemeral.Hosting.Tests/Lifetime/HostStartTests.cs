using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ephemeral.Hosting.Tests.Lifetime;

/// <summary>Starts that fail half-way, hosts that are stopped twice, two hosts in one process, and configuration that changes.</summary>
public sealed class HostStartTests : IDisposable
{
    private readonly LogRecorder _log = new();
    private readonly Ran _ran = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task AStartThatFails_LeavesRunnersThatTheHostsDisposalEnds()
    {
        IHost host = TestHost.Build(services =>
        {
            services.AddSingleton(_ran).AddEphemeralSignalJobRunner<Jobs>();
            services.AddHostedService<FailsToStart>();
        });
        SignalSink sink = host.Services.GetRequiredService<SignalSink>();
        await Assert.ThrowsAsync<TimeoutException>(() => host.StartAsync()).Within();
        EphemeralSignalJobRunner runner = host.Services.GetRequiredService<EphemeralSignalJobRunner>();

        await ((IAsyncDisposable)host).DisposeAsync().Within();
        sink.Raise("work");

        Assert.Equal((0L, true), (runner.TotalEnqueued, runner.IsCompleted));
    }

    [Fact]
    public async Task Runners_HearWhatEarlierServicesRaiseWhileTheyStart()
    {
        using IHost host = TestHost.Build(services =>
        {
            services.AddSingleton<SignalSink>().AddSingleton(_ran).AddHostedService<RaisesAtStart>();
            services.AddEphemeralSignalJobRunner<Jobs>();
        });

        await host.StartAsync().Within();
        await _ran.OneAsync();
        await host.StopAsync().Within();

        Assert.Equal(["work"], _ran.Items);
    }

    [Fact]
    public async Task AHostThatIsStoppedTwice_EndsAndLogsOnce()
    {
        using IHost host = TestHost.Build(services => services.AddCoordinator<string>((item, _) => _ran.AddAsync(item)), _log);
        await host.StartAsync().Within();
        await host.Services.GetRequiredService<EphemeralWorkCoordinator<string>>().EnqueueAsync("a").AsTask().Within();

        await host.StopAsync().Within();
        await host.StopAsync().Within();

        Assert.Equal(["a"], _ran.Items);
        Assert.Single(_log.Entries);
    }

    [Fact]
    public async Task AHostThatIsStoppedAtTwoPlacesAtOnce_WaitsForTheDrainInBoth()
    {
        Gate gate = new();
        using IHost host = TestHost.Build(services => services.AddCoordinator<string>((_, ct) => gate.WaitAsync(ct)));
        await host.StartAsync().Within();
        await host.Services.GetRequiredService<EphemeralWorkCoordinator<string>>().EnqueueAsync("a").AsTask().Within();
        await gate.Reached;

        Task first = host.StopAsync();
        Task second = host.StopAsync();
        Assert.False(first.IsCompleted || second.IsCompleted);
        gate.Open();

        await Task.WhenAll(first, second).Within();
    }

    [Fact]
    public async Task TwoHosts_KnowNothingOfEachOther()
    {
        void Register(IServiceCollection services)
        {
            services.AddSingleton(_ran).AddEphemeralSignalJobRunner<Jobs>().AddCoordinator<string>((item, _) => _ran.AddAsync(item));
            services.AddHealthChecks().AddEphemeral();
        }

        using IHost one = TestHost.Build(Register);
        using IHost other = TestHost.Build(Register);
        await one.StartAsync().Within();
        await other.StartAsync().Within();

        one.Services.GetRequiredService<SignalSink>().Raise("work");
        await _ran.OneAsync();
        await one.StopAsync().Within();
        await other.Services.GetRequiredService<EphemeralWorkCoordinator<string>>().EnqueueAsync("later").AsTask().Within();
        await _ran.OneAsync();
        await other.StopAsync().Within();

        Assert.Equal(["work", "later"], _ran.Items);
        Assert.Equal(0, other.Services.GetRequiredService<EphemeralSignalJobRunner>().TotalEnqueued);
    }

    [Fact]
    public async Task ConfigurationThatChanges_IsForCoordinatorsThatAreCreatedLater()
    {
        using IHost host = TestHost.Build(
            static services => services.AddCoordinator<string>("a", (_, _) => Task.CompletedTask).Services.AddCoordinator<string>("b", (_, _) => Task.CompletedTask),
            settings: [("Ephemeral:Coordinators:a:MaxConcurrency", "2"), ("Ephemeral:Coordinators:b:MaxConcurrency", "2")]);
        await host.StartAsync().Within();
        IEphemeralCoordinatorFactory<string> factory = host.Services.GetRequiredService<IEphemeralCoordinatorFactory<string>>();
        IConfiguration configuration = host.Services.GetRequiredService<IConfiguration>();
        EphemeralWorkCoordinator<string> a = factory.CreateCoordinator("a");

        configuration["Ephemeral:Coordinators:a:MaxConcurrency"] = "5";
        configuration["Ephemeral:Coordinators:b:MaxConcurrency"] = "5";

        Assert.Equal((2, 5), (a.CurrentMaxConcurrency, factory.CreateCoordinator("b").CurrentMaxConcurrency));
        await host.StopAsync().Within();
    }

    private sealed class Jobs(Ran ran)
    {
        [EphemeralJob("work")]
        public Task WorkAsync() => ran.AddAsync("work");
    }

    private sealed class FailsToStart : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new TimeoutException();

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class RaisesAtStart(SignalSink sink) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            sink.Raise("work");
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
