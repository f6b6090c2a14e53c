using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Ephemeral.Atoms.Tests.RateLimit;

/// <summary>Random requests against the definition of the algorithm, in exact arithmetic and with the whole of its state by brute force.</summary>
public sealed class GcraPropertyTests
{
    [Fact]
    public Task EveryPermit_IsGrantedAtTheTickThatTheDefinitionSays_AndNoWindowHasTooMany() =>
        Prop.ForAll(Cases().ToArbitrary(), static run => RunAsync(run).GetAwaiter().GetResult()).CheckAsync(300);

    private static Gen<Case> Cases() =>
        from numerator in Gen.Choose(1, 60)
        from denominator in Gen.Choose(1, 9)
        from burst in Gen.Choose(1, 8)
        from commands in Gen.ArrayOf(Commands())
        select new Case(numerator, denominator, burst, commands);

    private static Gen<Command> Commands() => Gen.Frequency(
        (4, from ticks in Gen.Choose(0, 20_000_000) select new Command('a', ticks)),
        (1, from seconds in Gen.Choose(0, 30) select new Command('a', seconds * TimeSpan.TicksPerSecond)),
        (4, Gen.Constant(new Command('t', 0))),
        (4, Gen.Constant(new Command('w', 0))),
        (1, from which in Gen.Choose(0, 5) select new Command('c', which)));

    private static async Task<bool> RunAsync(Case run)
    {
        ManualTimeProvider time = new();
        await using GcraRateLimiter limiter = new((double)run.Numerator / run.Denominator, run.Burst, timeProvider: time);
        Definition definition = new(run, time.GetTimestamp());
        List<(Task<TimeSpan> Actual, Waiter Expected, CancellationTokenSource Cancellation)> waits = [];
        foreach (Command command in run.Commands)
        {
            switch (command.Kind)
            {
                case 'a':
                    time.Advance(TimeSpan.FromTicks(command.Value));
                    definition.AdvanceTo(time.GetTimestamp());
                    break;
                case 't':
                    Assert.Equal(definition.EstimatedWait, limiter.GetEstimatedWaitTime());
                    Assert.Equal(definition.TryTake(), limiter.TryAcquire());
                    break;
                case 'w':
                    CancellationTokenSource cancellation = new();
                    Waiter waiter = definition.Wait();
                    Task<TimeSpan> actual = limiter.AcquireAsync(cancellation.Token).AsTask();
                    Assert.Equal(waiter.Granted is not null, actual.IsCompletedSuccessfully);
                    waits.Add((actual, waiter, cancellation));
                    break;
                case 'c' when waits.Count > 0:
                    (Task<TimeSpan> chosen, Waiter expected, CancellationTokenSource source) = waits[(int)(command.Value % waits.Count)];
                    definition.Cancel(expected);
                    await source.CancelAsync();
                    if (expected.IsCancelled) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => chosen.Within());
                    break;
            }

            Assert.Equal(definition.Waiting, limiter.QueuedCount);
            Assert.Equal(definition.Waiting > 0 ? 1 : 0, time.ActiveTimers);
        }

        foreach ((Task<TimeSpan> actual, Waiter expected, _) in waits)
            if (expected.Granted is { } granted) Assert.Equal(granted - expected.Since, (await actual.Within()).Ticks);

        definition.CheckWindows();
        return true;
    }

    public sealed record Case(int Numerator, int Denominator, int Burst, Command[] Commands)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"{Numerator}/{Denominator} a second, burst {Burst}: {string.Join(' ', Commands.Select(static command => command.ToString()))}");
    }

    public readonly record struct Command(char Kind, long Value)
    {
        public override string ToString() => $"{Kind}{Value}";
    }

    private sealed class Waiter(long since)
    {
        public long Since => since;

        public long? Granted { get; set; }

        public bool IsCancelled { get; set; }
    }

    /// <summary>The virtual scheduling form: a permit at t conforms unless t &lt; TAT − τ. Times are ticks times the numerator, so that nothing is rounded.</summary>
    private sealed class Definition(Case run, long start)
    {
        private readonly BigInteger _increment = new BigInteger(TimeSpan.TicksPerSecond) * run.Denominator;
        private readonly List<Waiter> _waiting = [];
        private readonly List<long> _granted = [];
        private BigInteger _arrival = new BigInteger(start) * run.Numerator;
        private long _now = start;

        public int Waiting => _waiting.Count;

        public TimeSpan EstimatedWait
        {
            get
            {
                BigInteger arrival = BigInteger.Max(_arrival, Scaled(_now)) + (_increment * _waiting.Count);
                return TimeSpan.FromTicks(Math.Max(0, Earliest(arrival) - _now));
            }
        }

        public bool TryTake()
        {
            if (_waiting.Count > 0 || Earliest(BigInteger.Max(_arrival, Scaled(_now))) > _now) return false;
            Grant(_now);
            return true;
        }

        public Waiter Wait()
        {
            Waiter waiter = new(_now);
            if (TryTake()) waiter.Granted = _now;
            else _waiting.Add(waiter);
            return waiter;
        }

        public void Cancel(Waiter waiter) => waiter.IsCancelled |= _waiting.Remove(waiter);

        public void AdvanceTo(long now)
        {
            while (_waiting.Count > 0 && Earliest(_arrival) is var at && at <= now)
            {
                _waiting[0].Granted = at;
                _waiting.RemoveAt(0);
                Grant(at);
            }

            _now = now;
        }

        public void CheckWindows()
        {
            for (int first = 0; first < _granted.Count; first++)
            {
                for (int last = first; last < _granted.Count; last++)
                {
                    BigInteger most = (run.Burst * _increment) + Scaled(_granted[last] - _granted[first]);
                    Assert.True((last - first + 1) * _increment <= most, $"{last - first + 1} permits in {_granted[last] - _granted[first]} ticks.");
                }
            }
        }

        private BigInteger Scaled(long ticks) => new BigInteger(ticks) * run.Numerator;

        /// <summary>Returns the first tick at which a permit conforms.</summary>
        private long Earliest(BigInteger arrival)
        {
            BigInteger limit = arrival - (_increment * (run.Burst - 1));
            BigInteger quotient = BigInteger.DivRem(limit, run.Numerator, out BigInteger remainder);
            return (long)(remainder > 0 ? quotient + 1 : quotient);
        }

        private void Grant(long at)
        {
            _arrival = BigInteger.Max(_arrival, Scaled(at)) + _increment;
            _granted.Add(at);
        }
    }
}
