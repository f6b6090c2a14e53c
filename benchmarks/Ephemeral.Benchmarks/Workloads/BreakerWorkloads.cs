using Ephemeral.Patterns;
using Polly;
using Polly.CircuitBreaker;

namespace Ephemeral.Benchmarks.Workloads;

/// <summary>Loops over asking a circuit breaker whether work may be done.</summary>
internal static class BreakerWorkloads
{
    private const int Threshold = 5;

    private static long _entered;

    /// <summary>A breaker over a sink with so many failures, and as many other signals as a busy sink has.</summary>
    public static Workload Ours(int failures, int others = 900)
    {
        SignalSink sink = new(maxAge: TimeSpan.FromDays(1));
        SignalBasedCircuitBreaker breaker = new("api.failure", Threshold, TimeSpan.FromHours(1));
        for (int i = 0; i < others; i++) sink.Raise("order.saved");
        for (int i = 0; i < failures; i++) sink.Raise("api.failure");
        return new LoopWorkload(items =>
        {
            for (int i = 0; i < items; i++)
                if (breaker.TryEnter(sink)) _entered++;
        });
    }

    /// <summary>A call through Polly's breaker that does nothing: the least that it does for each call. It counts the outcome as well.</summary>
    public static Workload Polly()
    {
        ResiliencePipeline pipeline = new ResiliencePipelineBuilder()
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions { MinimumThroughput = Threshold })
            .Build();
        return new LoopWorkload(items =>
        {
            for (int i = 0; i < items; i++) pipeline.Execute(static () => { _entered++; });
        });
    }
}
