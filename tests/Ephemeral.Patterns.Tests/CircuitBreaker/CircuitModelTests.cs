namespace Ephemeral.Patterns.Tests.CircuitBreaker;

/// <summary>The breaker against a model that remembers everything, on random streams of failures, successes and pauses.</summary>
public sealed class CircuitModelTests
{
    [Fact]
    public void OverASink_TheBreakerDoesWhatTheModelDoes() => RandomRun.Check(300, static random =>
    {
        (int threshold, int window) = (random.Next(1, 6), random.Next(1, 12));
        ManualTimeProvider time = new();

        // The shortest memory that the page asks for; every other run one that lasts.
        SignalSink sink = new(10_000, random.Next(2) == 0 ? TimeSpan.FromSeconds(window) : TimeSpan.FromHours(1), time);
        SignalBasedCircuitBreaker breaker = new("failure", threshold, TimeSpan.FromSeconds(window), time) { SuccessSignal = "success" };
        CircuitModel model = new(threshold, window);
        for (int now = 0; now < 200; now += Step(random, time))
        {
            model.Begin(now);
            Compare(model, now, breaker.GetState(sink), breaker.GetTimeUntilClose(sink), breaker.GetFailureCount(sink));
            for (int i = random.Next(3); i > 0; i--)
            {
                if (random.Next(4) > 0)
                {
                    sink.Raise("failure");
                    model.Fail(now);
                }
            }

            Compare(model, now, breaker.GetState(sink), breaker.GetTimeUntilClose(sink), breaker.GetFailureCount(sink));
            if (random.Next(4) == 0)
            {
                sink.Raise("success");
                model.Succeed();
                Compare(model, now, breaker.GetState(sink), breaker.GetTimeUntilClose(sink), breaker.GetFailureCount(sink));
            }
        }
    });

    [Fact]
    public async Task OverACoordinator_TheBreakerDoesWhatTheModelDoes()
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            Random random = new(seed);
            (int threshold, int window) = (random.Next(1, 6), random.Next(1, 12));
            ManualTimeProvider time = new();
            await using EphemeralWorkCoordinator<string> coordinator = new(
                static (item, operation, _) =>
                {
                    operation.Signal(item);
                    return Task.CompletedTask;
                },
                new() { MaxConcurrency = 1, MaxTrackedOperations = 1_000, TimeProvider = time });
            SignalBasedCircuitBreaker breaker = new("failure", threshold, TimeSpan.FromSeconds(window), time);
            CircuitModel model = new(threshold, window);
            for (int now = 0; now < 100; now += Step(random, time))
            {
                model.Begin(now);
                for (int i = random.Next(3); i > 0; i--)
                {
                    bool fails = random.Next(4) > 0;
                    await coordinator.EnqueueAsync(fails ? "failure" : "other");
                    if (fails) model.Fail(now);
                }

                await coordinator.FlushAsync().Within();
                Assert.Equal($"{seed}@{now}: {model.State}", $"{seed}@{now}: {breaker.GetState(coordinator)}");
                Assert.Equal(model.CountFailures(now), breaker.GetFailureCount(coordinator));
            }
        }
    }

    [Fact]
    public void ABreakerThatIsAskedSeldom_AgreesWithOneThatIsAskedAlways_WhileTheSinkRemembers() => RandomRun.Check(200, static random =>
    {
        ManualTimeProvider time = new();
        SignalSink sink = new(10_000, TimeSpan.FromHours(1), time);
        SignalBasedCircuitBreaker always = NewBreaker();
        SignalBasedCircuitBreaker seldom = NewBreaker();
        for (int now = 0; now < 200; now += Step(random, time))
        {
            if (random.Next(2) == 0) sink.Raise("failure");
            CircuitState state = always.GetState(sink);
            if (random.Next(10) == 0) Assert.Equal($"{now}: {state}", $"{now}: {seldom.GetState(sink)}");
            Assert.Equal($"{now}: {state}", $"{now}: {NewBreaker().GetState(sink)}");
        }

        SignalBasedCircuitBreaker NewBreaker() => new(threshold: 3, windowSize: TimeSpan.FromSeconds(7), timeProvider: time);
    });

    private static int Step(Random random, ManualTimeProvider time)
    {
        int step = random.Next(8) == 0 ? random.Next(1, 30) : random.Next(1, 3);
        time.Advance(TimeSpan.FromSeconds(step));
        return step;
    }

    private static void Compare(CircuitModel model, int now, CircuitState state, TimeSpan? untilClose, int failures)
    {
        Assert.Equal($"{now}: {model.State}", $"{now}: {state}");
        Assert.Equal(model.State == CircuitState.Open ? TimeSpan.FromSeconds(model.OpenUntil - now) : null, untilClose);
        Assert.Equal(model.CountFailures(now), failures);
    }
}
