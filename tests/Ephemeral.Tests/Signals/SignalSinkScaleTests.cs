using Ephemeral.Signals;

namespace Ephemeral.Tests.Signals;

/// <summary>What a sink keeps beside its window: routes, watched names, links of operations.</summary>
[Collection("Allocations")]
public sealed class SignalSinkScaleTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void WildcardSubscriptionThatComesAndGoes_DoesNotMakeRaisesOfOtherNamesAllocate()
    {
        SignalSink sink = new();
        sink.Subscribe("hot", static _ => { });
        sink.Raise("hot");
        long bytes = 0;
        for (int i = 0; i < 2_000; i++)
        {
            sink.Subscribe("zzz.*", static _ => { }).Dispose();
            long before = GC.GetAllocatedBytesForCurrentThread();
            sink.Raise("hot");
            sink.Raise("cold");
            if (i > 1_000) bytes += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, bytes / 1_000);
    }

    [Fact]
    public void DisposedSubscription_IsNotKeptByTheRoutesOfNames()
    {
        SignalSink sink = new();
        WeakReference<object> captured = SubscribeRaiseAndDispose(sink);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(captured.TryGetTarget(out _));
        GC.KeepAlive(sink);
    }

    [Fact]
    public void WatchedNames_UpdatedAtRandom_AreInOrder_EachInItsPlace()
    {
        ForSeeds(static random =>
        {
            WatchedNames watched = new();
            List<SignalName> present = [];
            for (int step = 0; step < 300; step++)
            {
                SignalName name = present.Count > 0 && random.Next(3) > 0 ? present[random.Next(present.Count)] : new($"n{step}");
                if (!present.Contains(name))
                {
                    present.Add(name);
                    watched.Add(name, random.Next(50));
                }
                else if (random.Next(3) > 0)
                {
                    watched.Update(name, random.Next(50));
                }
                else
                {
                    present.Remove(name);
                    watched.Remove(name);
                    watched.Remove(name); // twice is no error
                }

                Assert.Equal(present.Count, watched.Count);
                Assert.Equal(present.Count == 0 ? null : present.Min(static other => other.WatchedStamp), watched.First?.WatchedStamp);
                Assert.Equal(Enumerable.Range(0, present.Count), present.Select(static other => other.WatchedPlace).Order());
            }
        });
    }

    [Fact]
    public void NextWatchedExpiry_AfterAnyHistory_IsThatOfTheNameThatVanishesFirst()
    {
        ForSeeds(random =>
        {
            SignalNames names = new(new());
            SignalWindow window = new(names, capacity: 20, maxAge: 100);
            names.Add(new SignalWatch(SignalPatternSet.Parse("w*"), static _ => { }, static _ => { }));
            long? planned = null;
            for (int now = 0; now < 400; now++)
            {
                window.Trim(now);
                if (random.Next(3) > 0) window.Add(new($"{(random.Next(4) > 0 ? "w" : "x")}{random.Next(8)}", 1, null, default), now, hasOwnId: true, out _);
                else if (window.Newest(SignalFilter.All) is var slot && slot != SignalWindow.None) window.Remove(slot);

                List<SignalName> present = [.. Enumerable.Range(0, 8).Select(i => names.Find($"w{i}")).OfType<SignalName>().Where(static name => name.Live > 0)];
                long? expected = present.Count == 0 ? null : present.Min(name => window[name.Newest].Stamp) + 100;
                if (planned is null || window.HasEarlierExpiry || random.Next(10) == 0) Assert.Equal(expected, planned = window.NextWatchedExpiry());
                else Assert.False(expected < planned); // the alarm may ring early, never late
            }
        });
    }

    [Fact]
    public void WatchedNameThatLosesItsLatestSignal_AsksForTheAlarmOnlyWhenItVanishesFirst()
    {
        SignalNames names = new(new());
        SignalWindow window = new(names, capacity: 100, maxAge: 1_000);
        names.Add(new SignalWatch(SignalPatternSet.Parse("w*"), static _ => { }, static _ => { }));
        for (int i = 0; i < 50; i++) window.Add(new($"w{i}", 1, null, default), i, hasOwnId: true, out _);
        window.NextWatchedExpiry();

        window.Add(new("w40", 1, null, default), 60, hasOwnId: true, out _);
        window.Remove(window.Newest(SignalFilter.All));
        Assert.False(window.HasEarlierExpiry);

        window.Add(new("w0", 1, null, default), 61, hasOwnId: true, out _);
        Assert.Equal(1_001, window.NextWatchedExpiry()); // that of w1
        window.Remove(window.Newest(SignalFilter.All));
        Assert.True(window.HasEarlierExpiry);
        Assert.Equal(1_000, window.NextWatchedExpiry());
    }

    /// <summary>G4: what an operation takes back is found without looking at what others hold.</summary>
    [Fact]
    public void SignalsOfAnOperation_AreLinked_WhateverElseIsHeldUnderTheName()
    {
        SignalNames names = new(new());
        SignalWindow window = new(names, capacity: 20_000, maxAge: long.MaxValue);
        for (int i = 0; i < 10_000; i++) window.Add(new("busy", 1_000 + i, null, default), 0, hasOwnId: i % 2 == 0, out _);
        for (int i = 0; i < 3; i++) window.Add(new("busy", 7, null, default), 0, hasOwnId: false, out _);
        for (int i = 0; i < 10; i++) window.Add(new("busy", 8, null, default), 0, hasOwnId: false, out _);
        SignalFilter filter = SignalFilter.OfOperation(7) with { Name = "busy" };

        int steps = 0;
        for (int slot = window.Newest(filter); slot != SignalWindow.None; slot = window.Older(filter, slot)) steps++;

        Assert.Equal(3, steps);
    }

    [Fact]
    public void SignalsOfOperations_TakenBackInAnyOrder_StayLinked()
    {
        ForSeeds(static random =>
        {
            SignalSink sink = new(maxCapacity: 30);
            for (int step = 0; step < 300; step++)
            {
                string name = $"n{random.Next(3)}";
                long id = random.Next(1, 5);
                int expected = sink.Sense(signal => signal.Signal == name && signal.OperationId == id).Count;
                switch (random.Next(6))
                {
                    case 0: Assert.Equal(expected, sink.Retract(name, id)); break;
                    case 1: Assert.Equal(expected, sink.RetractMatching(name + "*", id)); break;
                    case 2: Assert.Equal(expected > 0, sink.Detect(name, id)); break;
                    case 3: sink.Raise(name); break;
                    default: sink.Raise(new SignalEvent(name, id, null, default)); break;
                }
            }
        });
    }

    [Fact]
    public void GetOp_SignalsWithTimesOutOfOrder_SaysTheEarliestAndTheLatest()
    {
        SignalSink sink = new(timeProvider: _time);
        DateTimeOffset now = _time.GetUtcNow();
        sink.Raise(new SignalEvent("a", 7, null, now));
        sink.Raise(new SignalEvent("b", 7, null, now.AddMinutes(-5)));

        OperationSignalSummary? summary = sink.GetOp(7);

        Assert.Equal((now.AddMinutes(-5), now, TimeSpan.FromMinutes(5)), (summary?.FirstSeen, summary?.LastSeen, summary?.Duration));
    }

    private static WeakReference<object> SubscribeRaiseAndDispose(SignalSink sink)
    {
        object captured = new();
        IDisposable subscription = sink.Subscribe("order.*", _ => GC.KeepAlive(captured));
        sink.Raise("order.1");
        subscription.Dispose();
        return new(captured);
    }

    private static void ForSeeds(Action<Random> body)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            try { body(new Random(seed)); }
            catch (Exception error) { throw new InvalidOperationException($"Seed {seed}.", error); }
        }
    }
}
