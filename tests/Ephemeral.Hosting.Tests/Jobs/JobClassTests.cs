using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ephemeral.Hosting.Tests.Jobs;

/// <summary>Job classes of which no object can be made stop the host's start, and are not found out by the first signal.</summary>
public sealed class JobClassTests
{
    [Theory]
    [InlineData(typeof(NeedsMissing), "The job class NeedsMissing needs a IDisposable ('missing'), which the container does not have. Register it.")]
    [InlineData(typeof(NeedsMissingKey), "The job class NeedsMissingKey needs a Ran ('ran'), which the container does not have. Register it.")]
    [InlineData(typeof(Abstract), "There can be no object of the job class Abstract: it is abstract. Name a class, or register it.")]
    [InlineData(typeof(TakesKeyed), "The parameter 'ran' of the job TakesKeyed.RunAsync has [FromKeyedServices], which only constructors may have. Take the service there.")]
    [InlineData(typeof(NoConstructor), "The job class NoConstructor has no public constructor. Give it one, or register it.")]
    public async Task ImpossibleClass_StopsTheStart_OfBothRunners(Type type, string message)
    {
        foreach (bool isScoped in new[] { false, true })
        {
            using IHost host = TestHost.Build(services =>
            {
                services.AddSingleton<Ran>();
                if (isScoped) services.AddEphemeralScopedJobRunner([type]);
                else services.AddEphemeralSignalJobRunner([type]);
            });

            Assert.Equal(message, (await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync()).Within()).Message);
        }
    }

    [Fact]
    public async Task ThrowingConstructor_StopsTheStartOfASingletonRunner()
    {
        using IHost host = TestHost.Build(static services => services.AddEphemeralSignalJobRunner<Throws>());

        Assert.Equal("no luck", (await Assert.ThrowsAsync<TimeoutException>(() => host.StartAsync()).Within()).Message);
    }

    [Fact]
    public async Task ThrowingConstructor_IsTheFailureOfTheAttempt_InAScopedRunner_WhoseScopeIsDisposed()
    {
        Ran ran = new();
        using IHost host = TestHost.Build(services => services.AddSingleton(ran).AddScoped<Unit>().AddEphemeralScopedJobRunner<ThrowsInScope>());
        await host.StartAsync().Within();
        EphemeralScopedJobRunner runner = host.Services.GetRequiredService<EphemeralScopedJobRunner>();

        host.Services.GetRequiredService<SignalSink>().Raise("x");
        await runner.Runner.FlushAsync().Within();
        await host.StopAsync().Within();

        Assert.Equal("no luck", Assert.Single(runner.Runner.GetFailed()).Error?.Message);
        Assert.Equal(["unit disposed"], ran.Items);
    }

    [Fact]
    public async Task ThrowingConstructor_IsTheFailure_AlsoWhereItsScopeHasToBeAwaited()
    {
        using IHost host = TestHost.Build(static services => services.AddScoped<AsyncUnit>().AddEphemeralScopedJobRunner<ThrowsInAsyncScope>());
        await host.StartAsync().Within();
        EphemeralScopedJobRunner runner = host.Services.GetRequiredService<EphemeralScopedJobRunner>();

        host.Services.GetRequiredService<SignalSink>().Raise("x");
        await runner.Runner.FlushAsync().Within();

        Assert.Equal("no luck", Assert.Single(runner.Runner.GetFailed()).Error?.Message);
        await host.StopAsync().Within();
    }

    [Fact]
    public async Task AJobObjectThatThrowsWhenItIsDisposed_FailsItsAttempt_AndItsScopeEndsAllTheSame()
    {
        Ran ran = new();
        using IHost host = TestHost.Build(services => services.AddSingleton(ran).AddScoped<Unit>().AddEphemeralScopedJobRunner<ThrowsOnDispose>());
        await host.StartAsync().Within();
        EphemeralScopedJobRunner runner = host.Services.GetRequiredService<EphemeralScopedJobRunner>();

        host.Services.GetRequiredService<SignalSink>().Raise("x");
        await runner.Runner.FlushAsync().Within();

        Assert.Equal("no luck", Assert.Single(runner.Runner.GetFailed()).Error?.Message);
        Assert.Equal(["unit disposed"], ran.Items);
        await host.StopAsync().Within();
    }

    [Fact]
    public async Task ConstructorsThatTheContainerCanFill_AreTaken_WithDefaultsAndKeys()
    {
        Ran ran = new();
        Ran other = new();
        using IHost host = TestHost.Build(services => services.AddSingleton(ran).AddKeyedSingleton("other", other).AddEphemeralSignalJobRunner([typeof(Fillable), typeof(Fillable)]));
        await host.StartAsync().Within();

        host.Services.GetRequiredService<SignalSink>().Raise("x");
        await other.OneAsync();
        await host.StopAsync().Within();

        Assert.Equal("5", other.Items[0]);
        Assert.Empty(ran.Items);
    }

    [Fact]
    public async Task ScopedServiceInAJobOfASingletonRunner_StopsTheStart()
    {
        using IHost host = TestHost.Build(static services => services.AddSingleton<Ran>().AddScoped<Unit>().AddEphemeralSignalJobRunner<TakesScoped>());

        Assert.Equal(
            "A job of EphemeralSignalJobRunner takes the scoped service Unit, but there is no scope. Register its class with AddEphemeralScopedJobRunner.",
            (await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync()).Within()).Message);
    }

    [Fact]
    public async Task AClassThatIsNamedTwice_HasItsJobsOnce()
    {
        using IHost host = TestHost.Build(static services => services.AddSingleton<Ran>().AddKeyedSingleton<Ran>("other")
            .AddEphemeralSignalJobRunner([typeof(Fillable), typeof(Fillable)]).AddEphemeralScopedJobRunner([typeof(Fillable), typeof(Fillable)]));
        await host.StartAsync().Within();

        Assert.Single(host.Services.GetRequiredService<EphemeralSignalJobRunner>().Jobs);
        Assert.Single(host.Services.GetRequiredService<EphemeralScopedJobRunner>().Jobs);
        await host.StopAsync().Within();
    }

    private sealed class TakesScoped
    {
        [EphemeralJob("x")]
        public Task RunAsync(Unit unit) => Task.FromResult(unit);
    }

    private sealed class NeedsMissing(IDisposable missing)
    {
        [EphemeralJob("x")]
        public Task RunAsync() => Task.FromResult(missing);
    }

    private sealed class NeedsMissingKey([FromKeyedServices("nobody")] Ran ran)
    {
        [EphemeralJob("x")]
        public Task RunAsync() => ran.AddAsync("");
    }

    private abstract class Abstract
    {
        [EphemeralJob("x")]
        public Task RunAsync() => Task.CompletedTask;
    }

    private sealed class NoConstructor
    {
        private NoConstructor()
        {
        }

        [EphemeralJob("x")]
        public Task RunAsync() => Task.CompletedTask;
    }

    private sealed class Throws
    {
        public Throws() => throw new TimeoutException("no luck");

        [EphemeralJob("x")]
        public Task RunAsync() => Task.CompletedTask;
    }

    private sealed class Unit(Ran ran) : IDisposable
    {
        public void Dispose() => _ = ran.AddAsync("unit disposed");
    }

    private sealed class ThrowsInScope
    {
        public ThrowsInScope(Unit unit) => throw new TimeoutException(unit is null ? "no unit" : "no luck");

        [EphemeralJob("x")]
        public Task RunAsync() => Task.CompletedTask;
    }

    private sealed class Fillable([FromKeyedServices("other")] Ran ran, Ran plain, int number = 5)
    {
        [EphemeralJob("x")]
        public Task RunAsync() => plain == ran ? Task.CompletedTask : ran.AddAsync($"{number}");
    }

    private sealed class TakesKeyed
    {
        [EphemeralJob("x")]
        public Task RunAsync([FromKeyedServices("other")] Ran ran) => Task.FromResult(ran);
    }

    private sealed class AsyncUnit : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class ThrowsInAsyncScope
    {
        public ThrowsInAsyncScope(AsyncUnit unit) => throw new TimeoutException(unit is null ? "no unit" : "no luck");

        [EphemeralJob("x")]
        public Task RunAsync() => Task.CompletedTask;
    }

    private sealed class ThrowsOnDispose(Unit unit) : IDisposable
    {
        public void Dispose() => throw new TimeoutException(unit is null ? "no unit" : "no luck");

        [EphemeralJob("x")]
        public Task RunAsync() => Task.CompletedTask;
    }
}
