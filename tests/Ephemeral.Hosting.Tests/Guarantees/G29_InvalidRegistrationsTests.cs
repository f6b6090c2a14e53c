using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Ephemeral.Hosting.Tests.Guarantees;

/// <summary>G29, through a host: what is wrong stops its start, all faults in one message, whoever is first asked for.</summary>
public sealed class G29_InvalidRegistrationsTests
{
    [Fact]
    public async Task InvalidOptions_OfEveryKindAndLifetime_AreOneException()
    {
        EphemeralOptions bad = new() { MaxConcurrency = 0 };
        using IHost host = TestHost.Build(services =>
        {
            services.AddCoordinator<int>("plain", (_, _) => Task.CompletedTask, bad);
            services.AddKeyedCoordinator<int, int>("keyed", static item => item, (_, _) => Task.CompletedTask, bad);
            services.AddResultCoordinator<int, int>("result", (_, _) => Task.FromResult(1), bad);
            services.AddPriorityCoordinator<int>("priority", new((_, _) => Task.CompletedTask, EphemeralOptions: bad));
            services.AddPriorityKeyedCoordinator<int, int>("priority-keyed", new(static item => item, (_, _) => Task.CompletedTask, EphemeralOptions: bad));
            services.AddScopedCoordinator<long>((_, _) => Task.CompletedTask, bad);
            services.AddScopedKeyedCoordinator<short, int>(static item => item, (_, _) => Task.CompletedTask, bad);
            services.AddScopedResultCoordinator<byte, int>((_, _) => Task.FromResult(1), bad);
            services.AddScopedPriorityCoordinator<char>(new((_, _) => Task.CompletedTask, EphemeralOptions: bad));
            services.AddScopedPriorityKeyedCoordinator<double, int>(new(static item => (int)item, (_, _) => Task.CompletedTask, EphemeralOptions: bad));
            services.AddEphemeralSignalJobRunner<Jobs>(bad);
            services.AddEphemeralScopedJobRunner<Jobs>(bad);
        });

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync()).Within();

        Assert.Equal(
            new[] { "plain", "keyed", "result", "priority", "priority-keyed", "Int64", "Int16", "Byte", "Char", "Double", "jobs", "scoped-jobs" }
                .Select(static name => $"The coordinator '{name}' has options whose MaxConcurrency must be at least 1 but was 0."),
            error.Failures);
    }

    [Theory]
    [InlineData(typeof(ReturnsVoid), "The job ReturnsVoid.Run returns Void. A job returns Task or ValueTask.")]
    [InlineData(typeof(IsStatic), "The job IsStatic.RunAsync is static. Make it an instance method.")]
    [InlineData(typeof(IsGeneric), "The job IsGeneric.RunAsync is generic. A job has no type parameters.")]
    [InlineData(typeof(Unfillable), "The job Unfillable.RunAsync has more than one payload parameter (one, two). A signal carries one payload.")]
    [InlineData(typeof(BadLane), "The lane 'hot:N' must end in a positive whole number after the colon but ends in 'N'. Write 'hot' or 'hot:4'. It is the lane of the job BadLane.RunAsync.")]
    [InlineData(typeof(TwoLimits), "The lane 'hot' has two limits, 4 and 2. State one, as in 'hot:4'.")]
    [InlineData(typeof(NoJobs), "There is no job to run. Put [EphemeralJob(\"signal\")] on a method of one of the targets.")]
    public async Task ImpossibleJob_StopsTheStart_OfBothRunners(Type type, string message)
    {
        using IHost host = TestHost.Build(services => services.AddEphemeralSignalJobRunner([type]));
        using IHost scoped = TestHost.Build(services => services.AddEphemeralScopedJobRunner([type]));

        Assert.Equal(message, (await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync()).Within()).Message);
        Assert.Equal(message, (await Assert.ThrowsAsync<ArgumentException>(() => scoped.StartAsync()).Within()).Message);
    }

    private sealed class Jobs
    {
        [EphemeralJob("x")]
        public Task RunAsync() => Task.CompletedTask;
    }

    private sealed class ReturnsVoid
    {
        [EphemeralJob("x")]
        public void Run()
        {
        }
    }

    private sealed class IsStatic
    {
        [EphemeralJob("x")]
        public static Task RunAsync() => Task.CompletedTask;
    }

    private sealed class IsGeneric
    {
        [EphemeralJob("x")]
        public Task RunAsync<T>() => Task.FromResult(typeof(T));
    }

    private sealed class Unfillable
    {
        [EphemeralJob("x")]
        public Task RunAsync(string one, Uri two) => Task.FromResult((one, two));
    }

    private sealed class BadLane
    {
        [EphemeralJob("x", Lane = "hot:N")]
        public Task RunAsync() => Task.CompletedTask;
    }

    [EphemeralLane("hot", MaxConcurrency = 2)]
    private sealed class TwoLimits
    {
        [EphemeralJob("x", Lane = "hot:4")]
        public Task RunAsync() => Task.CompletedTask;
    }

    private sealed class NoJobs;
}
