using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ephemeral.Hosting.Tests.Jobs;

/// <summary>A class with two attributes and one line of registration: it runs from start-up and drains at shutdown.</summary>
public sealed class JobRunnerHostTests
{
    [Fact]
    public async Task TheHost_StartsTheRunner_AndDrainsIt()
    {
        Ran ran = new();
        using IHost host = TestHost.Build(services => services.AddSingleton(ran).AddEphemeralSignalJobRunner<Singleton>());
        await host.StartAsync().Within();
        SignalSink sink = host.Services.GetRequiredService<SignalSink>();

        sink.Raise("order.saved", key: "1");
        sink.Raise("order.saved", key: "2");
        await host.StopAsync().Within();
        sink.Raise("order.saved", key: "3");

        Assert.Equal(["1 of job 1", "2 of job 1"], ran.Items.Order());
        Assert.True(host.Services.GetRequiredService<EphemeralSignalJobRunner>().IsDrained);
    }

    [Fact]
    public async Task AScopedRunner_HasAScope_AndAnObject_ForEveryAttempt()
    {
        Ran ran = new();
        using IHost host = TestHost.Build(services => services.AddSingleton(ran).AddScoped<Unit>().AddEphemeralScopedJobRunner<Scoped>());
        await host.StartAsync().Within();
        EphemeralScopedJobRunner runner = host.Services.GetRequiredService<EphemeralScopedJobRunner>();

        new TypedSignalSink<Order>(host.Services.GetRequiredService<SignalSink>()).Raise("order.paid", new("7"), key: "a");
        await ran.OneAsync();
        await ran.OneAsync();
        await host.StopAsync().Within();

        Assert.Equal(["7 in unit 1, attempt fails", "7 in unit 2, attempt ends", "unit 1 disposed", "unit 2 disposed", "job disposed", "job disposed"], ran.Items.OrderBy(static item => item.StartsWith('7') ? 0 : item.StartsWith("unit") ? 1 : 2).ThenBy(static item => item));
        Assert.Equal((1L, 0L), (runner.Runner.TotalCompleted, runner.Runner.TotalFailed));
    }

    [Fact]
    public async Task AJobThatCannotBeOne_StopsTheStart_WithOneSentence()
    {
        using IHost host = TestHost.Build(static services => services.AddEphemeralScopedJobRunner<Impossible>());

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync()).Within();

        Assert.Equal("The job Impossible.Run returns Void. A job returns Task or ValueTask.", error.Message);
    }

    [Fact]
    public void TwoRegistrations_OrNoClass_AreRefusedAtOnce()
    {
        ServiceCollection services = new();
        services.AddEphemeralSignalJobRunner<Singleton>();

        services.AddEphemeralScopedJobRunner<Scoped>();

        Assert.Equal(
            "Two registrations of EphemeralSignalJobRunner, and a container has one. Give it all classes at once.",
            Assert.Throws<InvalidOperationException>(() => services.AddEphemeralSignalJobRunner<Singleton>(new() { Name = "other" })).Message);
        Assert.Equal(
            "Two registrations of EphemeralScopedJobRunner, and a container has one. Give it all classes at once.",
            Assert.Throws<InvalidOperationException>(() => services.AddEphemeralScopedJobRunner<Scoped>(new() { Name = "other" })).Message);
        Assert.Contains("There is no class with jobs", Assert.Throws<ArgumentException>(() => new ServiceCollection().AddEphemeralScopedJobRunner(Array.Empty<Type>())).Message);
    }

    [Fact]
    public async Task AnAssembly_GivesAllItsJobs_AndConfigurationTheirLimits()
    {
        using IHost host = TestHost.Build(
            static services => services.AddSingleton(new Ran()).AddScoped<Unit>().AddEphemeralScopedJobRunner([typeof(Singleton), typeof(Scoped)]),
            settings: ("Ephemeral:Coordinators:scoped-jobs:MaxConcurrency", "7"));
        await host.StartAsync().Within();
        EphemeralScopedJobRunner runner = host.Services.GetRequiredService<EphemeralScopedJobRunner>();

        Assert.Equal(["SavedAsync", "PaidAsync"], runner.Jobs.Select(static job => job.MethodName));
        Assert.Equal(7, runner.Runner.CurrentMaxConcurrency);
        Assert.Contains(typeof(Scoped), EphemeralJobScanner.FindTypes([typeof(Scoped).Assembly]));
        await host.StopAsync().Within();
    }

    [Fact]
    public async Task ASynchronousDisposeOfTheContainer_EndsTheRunner()
    {
        SignalSink sink = new();
        ServiceProvider provider = new ServiceCollection().AddSingleton(new Ran())
            .AddEphemeralSignalJobRunner<Singleton>(signalFactory: _ => sink).BuildServiceProvider();
        EphemeralSignalJobRunner runner = provider.GetRequiredService<EphemeralSignalJobRunner>();

        provider.Dispose();
        await runner.DisposeAsync().Within();
        sink.Raise("order.saved");

        Assert.Equal(0, runner.TotalEnqueued);
    }

    private sealed record Order(string Id);

    private sealed class Singleton(Ran ran)
    {
        private readonly int _number = ran.NextNumber();

        [EphemeralJob("order.saved")]
        public Task SavedAsync(SignalEvent signal) => ran.AddAsync($"{signal.Key} of job {_number}");
    }

    private sealed class Unit(Ran ran) : IDisposable
    {
        public int Number { get; } = ran.NextNumber();

        public void Dispose() => _ = ran.AddAsync($"unit {Number} disposed");
    }

    private sealed class Scoped(Unit unit, Ran ran) : IDisposable
    {
        [EphemeralJob("order.paid", MaxRetries = 1, RetryDelayMs = 0)]
        public async Task PaidAsync(Unit same, Order order, EphemeralOperation operation)
        {
            Assert.Same(unit, same);
            bool fails = !operation.State.ContainsKey("tried");
            operation.State["tried"] = true;
            await ran.AddAsync($"{order.Id} in unit {unit.Number}, attempt {(fails ? "fails" : "ends")}");
            if (fails) throw new InvalidOperationException();
        }

        public void Dispose() => _ = ran.AddAsync("job disposed");
    }

    private sealed class Impossible
    {
        [EphemeralJob("x")]
        public void Run()
        {
        }
    }
}
