using Ephemeral.Signals;

namespace Ephemeral.Tests.Signals;

/// <summary>The bounds of a sink while nobody changes them, and the clock stands.</summary>
internal sealed record SinkCondition(int Capacity, int MaxAge);

/// <summary>Runs one contention, and looks at the sink when all is quiet again.</summary>
internal sealed class SinkContentionRun
{
    private readonly Dictionary<string, SignalWatch> _watches;
    private readonly Dictionary<string, bool> _told = [];
    private readonly SinkThread[] _threads;
    private readonly long _start;
    private volatile SinkCondition? _condition;

    public SinkContentionRun(SinkContention contention)
    {
        Case = contention;
        _start = Time.GetTimestamp();
        _condition = new(contention.Capacity, contention.MaxAge);
        Sink = new(contention.Capacity, TimeSpan.FromSeconds(contention.MaxAge), Time);
        IEnumerable<string> patterns = contention.Changes.Select(static (_, number) => SinkThread.PatternOf(number)).Concat(SinkThread.Shared).Append("*");
        _watches = patterns.ToDictionary(static pattern => pattern, pattern => Sink.Watch(pattern, watch => Told(pattern, watch)));
        _threads = [.. contention.Changes.Select((_, number) => new SinkThread(this, number))];
    }

    public SinkContention Case { get; }

    public ManualTimeProvider Time { get; } = new();

    public SignalSink Sink { get; }

    /// <summary>Gets what holds now, or null while it changes; every change makes another object.</summary>
    public SinkCondition? Condition => _condition;

    public TimeSpan Now => Time.GetElapsedTime(_start);

    public int Certain => _threads.Sum(static thread => thread.Certain);

    public SignalWatch WatchOf(string pattern) => _watches[pattern];

    public async Task RunAsync()
    {
        Gate start = new();
        Task[] running = [RunAsync(start, Case.Conditions, ChangeConditions), .. _threads.Select((thread, i) => RunAsync(start, Case.Changes[i], thread.Do))];
        start.Open();
        await Task.WhenAll(running).Within();
        CheckAtRest();
    }

    private static Task RunAsync(Gate start, SinkCommand[] commands, Action<SinkCommand> act) => Task.Run(async () =>
    {
        await start.WaitAsync();
        foreach (SinkCommand command in commands) act(command);
    });

    private void Told(string pattern, SignalWatch watch)
    {
        lock (_told) _told[pattern] = watch.IsPresent;
    }

    private void ChangeConditions(SinkCommand command)
    {
        SinkCondition next = _condition! with { };
        _condition = null;
        command.DoTo(Sink, Time);
        if (command.Action == SinkAction.SetCapacity) next = next with { Capacity = command.Number };
        if (command.Action == SinkAction.SetAge) next = next with { MaxAge = command.Number };
        _condition = next;
        Assert.InRange(Sink.Sense().Count, 0, next.Capacity);
    }

    private void CheckAtRest()
    {
        foreach (SinkThread thread in _threads) thread.Look();
        IReadOnlyList<SignalEvent> present = Sink.Sense();
        foreach (string name in _threads.SelectMany(static (_, number) => SinkThread.NamesOf(number)).Concat(SinkThread.Shared))
        {
            int count = present.Count(signal => signal.Is(name));
            Assert.Equal(count > 0, Sink.Detect(name));
            Assert.Equal(count, Sink.CountRecentExact(name, default));
        }

        foreach ((string pattern, SignalWatch watch) in _watches)
        {
            bool isPresent = present.Any(signal => StringPatternMatcher.Matches(signal.Signal, pattern));
            Assert.Equal(isPresent, Sink.HasMatching(pattern));
            Assert.Equal(isPresent, watch.IsPresent);
            Assert.Equal(isPresent, _told.GetValueOrDefault(pattern));
        }

        int raised = _threads.Sum(static thread => thread.Counts.Raised);
        long accounted = present.Count + Sink.DroppedCount + _threads.Sum(static thread => thread.Counts.Taken);
        if (Case.KeepsAll) Assert.Equal(raised, accounted);
        else Assert.InRange(accounted, 0, raised);

        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(true, _told.Values); // without anybody reading
        Assert.Equal(0, Sink.Count);
        Assert.Equal(0, Time.ActiveTimers);
    }
}
