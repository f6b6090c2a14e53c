namespace Ephemeral.Tests.Orchestration;

/// <summary>Random signals, times and cancellations on many waits at once, and on a model that counts by brute force.</summary>
public sealed class SignalConsensusModelTests
{
    private static readonly string[] _names = ["vote.a", "vote.b", "vote.c", "veto.a", "veto.b", "mail"];
    private static readonly string[] _patterns = ["vote.*", "v*", "*.a", "vote.b", "*"];
    private static readonly string[][] _cancels = [[], ["veto.*"], ["mail", "veto.a"], ["nothing, mail"]];

    [Fact]
    public async Task RandomWaits_AgreeWithTheModel()
    {
        for (int run = 0; run < 150; run++)
        {
            int seed = Environment.TickCount + run;
            try { await RunAsync(new Random(seed)).Within(); }
            catch (Exception error) { throw new InvalidOperationException($"seed {seed}: {error.Message}", error); }
        }
    }

    private static async Task RunAsync(Random random)
    {
        ManualTimeProvider time = new();
        SignalSink sink = new(timeProvider: time);
        List<(Model Model, Task<QuorumResult> Wait, CancellationTokenSource Caller)> waits = [];
        List<(SignalEvent Signal, DateTimeOffset At)> present = [];
        for (int step = 0; step < 120; step++)
        {
            switch (random.Next(10))
            {
                case <= 5:
                    SignalEvent signal = new(random.GetItems(_names, 1)[0], random.Next(1, 4), null, default);
                    sink.Raise(signal);
                    present.Add((signal, time.GetUtcNow()));
                    foreach ((Model model, _, _) in waits) model.Raise(signal);
                    break;
                case <= 7:
                    waits.Add(Begin(random, sink, time, present));
                    break;
                case 8:
                    time.Advance(TimeSpan.FromMilliseconds(random.Next(400)));
                    foreach ((Model model, _, _) in waits) model.Tell(time.GetUtcNow());
                    break;
                default:
                    if (waits.Count == 0) break;
                    int chosen = random.Next(waits.Count);
                    waits[chosen].Model.CancelByCaller();
                    await waits[chosen].Caller.CancelAsync();
                    break;
            }

            foreach ((Model model, Task<QuorumResult> wait, _) in waits)
            {
                if (model.IsDecided) await Check(model, wait);
                else Assert.False(wait.IsCompleted);
            }
        }

        time.Advance(TimeSpan.FromMinutes(1)); // everything is over then
        foreach ((Model model, Task<QuorumResult> wait, CancellationTokenSource caller) in waits)
        {
            model.Tell(time.GetUtcNow());
            await Check(model, wait);
            caller.Dispose();
        }

        Assert.Equal(0, time.ActiveTimers);
        Assert.All(_names, name => Assert.Equal(0, sink.SubscribersOf(name)));
    }

    private static (Model Model, Task<QuorumResult> Wait, CancellationTokenSource Caller) Begin(
        Random random, SignalSink sink, ManualTimeProvider time, List<(SignalEvent Signal, DateTimeOffset At)> present)
    {
        CancellationTokenSource caller = new();
        string pattern = random.GetItems(_patterns, 1)[0];
        string[] cancelOn = random.GetItems(_cancels, 1)[0];
        int required = random.Next(1, 7);
        TimeSpan timeout = TimeSpan.FromMilliseconds(random.Next(1_000));
        Model model = new(pattern, required, cancelOn, time.GetUtcNow() + timeout);
        if (random.Next(2) == 0)
            return (model.Tell(time.GetUtcNow()), SignalConsensus.WaitForQuorumAsync(sink, pattern, required, timeout, cancelOn, caller.Token), caller);

        DateTimeOffset since = time.GetUtcNow() - TimeSpan.FromMilliseconds(random.Next(500));
        foreach ((SignalEvent signal, DateTimeOffset at) in present)
            if (at >= since) model.Raise(signal);

        return (model.Tell(time.GetUtcNow()), SignalConsensus.WaitForQuorumAsync(sink, pattern, required, timeout, since, cancelOn, caller.Token), caller);
    }

    private static async Task Check(Model model, Task<QuorumResult> wait)
    {
        if (model.IsCancelledByCaller) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.Within());
        else Assert.Equal(model.Result, await wait.Within());
    }

    private sealed class Model(string pattern, int required, string[] cancelOn, DateTimeOffset deadline)
    {
        private readonly List<(long, string)> _votes = [];

        public QuorumResult Result { get; private set; }

        public bool IsDecided { get; private set; }

        public bool IsCancelledByCaller { get; private set; }

        public void Raise(SignalEvent signal)
        {
            if (IsDecided) return;
            if (StringPatternMatcher.MatchesAny(signal.Signal, cancelOn))
            {
                Decide(new(false, _votes.Count, signal.Signal, false));
                return;
            }

            if (!StringPatternMatcher.Matches(signal.Signal, pattern) || _votes.Contains((signal.OperationId, signal.Signal))) return;
            _votes.Add((signal.OperationId, signal.Signal));
            if (_votes.Count == required) Decide(new(true, required, null, false));
        }

        public Model Tell(DateTimeOffset now)
        {
            if (!IsDecided && now >= deadline) Decide(new(false, _votes.Count, null, true));
            return this;
        }

        public void CancelByCaller()
        {
            IsCancelledByCaller |= !IsDecided;
            IsDecided = true;
        }

        private void Decide(QuorumResult result) => (Result, IsDecided) = (result, true);
    }
}
