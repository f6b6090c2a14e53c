namespace Ephemeral.Scheduling.Tests.Running;

public sealed class ScheduledTasksAtomTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly MemoryTaskStore _store = new();
    private readonly List<DurableTask> _ran = [];

    [Fact]
    public async Task ATask_RunsAtItsTime_OnOneTimer_UntilDispose()
    {
        await using DurableTaskAtom tasks = Tasks();
        ScheduledTasksAtom schedules = Schedules(tasks, new ScheduledTaskDefinition("hourly", "0 * * * *", "h"), new("daily", "0 12 * * *", "d"));
        await schedules.TriggerAsync().Within();
        Assert.Equal(1, _time.ActiveTimers);
        Assert.Equal(_time.GetUtcNow().AddHours(12), schedules.GetNextOccurrences()["daily"]);

        for (int hour = 1; hour <= 24; hour++) await AdvanceAsync(TimeSpan.FromHours(1), schedules, tasks);

        Assert.Equal(24, _ran.Count(task => task.Name == "hourly"));
        Assert.Equal(_time.GetUtcNow().AddHours(-12), Assert.Single(_ran, task => task.Name == "daily").ScheduledAt);
        Assert.All(_ran, task => Assert.False(task.IsLate));
        Assert.Equal(1, _time.ActiveTimers);
        await schedules.DisposeAsync().Within();
        Assert.Equal(0, _time.ActiveTimers);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => schedules.TriggerAsync());
    }

    [Fact]
    public async Task TheTimer_IsSetForTheNextTask()
    {
        Gate ran = new();
        await using DurableTaskAtom tasks = new((_, _) => { ran.WaitAsync(); return Task.CompletedTask; });
        await using ScheduledTasksAtom schedules = Schedules(tasks, new ScheduledTaskDefinition("soon", "*/10 * * * * *", "s"));
        await schedules.TriggerAsync().Within();

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(ran.IsReached);
        _time.Advance(TimeSpan.FromSeconds(1));

        await ran.Reached; // nobody looked at the clock but the timer
    }

    [Theory]
    [InlineData(MissedTickPolicy.RunOnce, "9L", 8)]
    [InlineData(MissedTickPolicy.Skip, "", 9)]
    [InlineData(MissedTickPolicy.CatchUp, "5L 6L 7L 8L 9L", 4)]
    public async Task WhatWasMissedWhileTheProcessDidNotRun_IsMadeUpByThePolicy(MissedTickPolicy policy, string expected, long dropped)
    {
        await RunOnceAsync("hourly", "0 * * * *");
        _time.Advance(TimeSpan.FromHours(9.5));

        await using DurableTaskAtom tasks = Tasks();
        await using ScheduledTasksAtom schedules = SchedulesWith(tasks, policy, new ScheduledTaskDefinition("hourly", "0 * * * *", "h"));
        await schedules.TriggerAsync().Within();
        await tasks.WaitForIdleAsync().Within();

        Assert.Equal(expected, Ran());
        Assert.Equal(dropped, schedules.DroppedTicks);
        await AdvanceAsync(TimeSpan.FromHours(0.5), schedules, tasks);
        Assert.Equal($"{expected} 10".Trim(), Ran());
    }

    [Theory]
    [InlineData(MissedTickPolicy.RunOnce, "3L 4")]
    [InlineData(MissedTickPolicy.Skip, "3 4")]
    [InlineData(MissedTickPolicy.CatchUp, "1L 2L 3 4")]
    public async Task WhatWasMissedWhileTheClockStoodStill_IsMadeUpByThePolicy(MissedTickPolicy policy, string expected)
    {
        await using DurableTaskAtom tasks = Tasks();
        await using ScheduledTasksAtom schedules = SchedulesWith(tasks, policy, new ScheduledTaskDefinition("hourly", "0 * * * *", "h"));
        await schedules.TriggerAsync().Within();

        _time.StepWallClock(TimeSpan.FromHours(3)); // asleep
        await schedules.TriggerAsync().Within();
        await AdvanceAsync(TimeSpan.FromHours(1), schedules, tasks);

        Assert.Equal(expected, Ran());
    }

    [Fact]
    public async Task YearsOfSeconds_AreMadeUpAtOnce()
    {
        await RunOnceAsync("beat", "* * * * * *");
        _time.Advance(TimeSpan.FromDays(3_000));

        await using DurableTaskAtom tasks = Tasks();
        await using ScheduledTasksAtom schedules = SchedulesWith(tasks, MissedTickPolicy.CatchUp, new ScheduledTaskDefinition("beat", "* * * * * *", "b"));

        await schedules.TriggerAsync().Within();
        await tasks.WaitForIdleAsync().Within();
        Assert.Equal(5, _ran.Count);
        Assert.Equal(_time.GetUtcNow(), _ran[^1].ScheduledAt);
        Assert.Equal(_time.GetUtcNow().AddSeconds(-4), _ran[0].ScheduledAt);
    }

    [Fact]
    public async Task AClockThatWasWrong_DoesNotSilenceASchedule()
    {
        await _store.AddAsync([], new Dictionary<string, DateTimeOffset> { ["hourly"] = _time.GetUtcNow().AddYears(4) }, TestContext.Current.CancellationToken);
        await using DurableTaskAtom tasks = Tasks();
        await using ScheduledTasksAtom schedules = Schedules(tasks, new ScheduledTaskDefinition("hourly", "0 * * * *", "h"));
        await schedules.TriggerAsync().Within();
        await AdvanceAsync(TimeSpan.FromHours(1), schedules, tasks);
        Assert.Equal("1", Ran());
    }

    [Fact]
    public async Task RunOnStartup_RunsAtEveryStart_AndANameAtAnyTime()
    {
        await using DurableTaskAtom tasks = Tasks();
        await using (ScheduledTasksAtom schedules = Schedules(tasks, new ScheduledTaskDefinition("a", "0 12 * * *", "a", runOnStartup: true), new("b", "0 12 * * *", "b")))
        {
            await schedules.TriggerAsync().Within();
            await schedules.TriggerAsync("b").Within();
            await tasks.WaitForIdleAsync().Within();
            Assert.Equal(["a", "b"], _ran.Select(task => task.Name));
            ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => schedules.TriggerAsync("c"));
            Assert.StartsWith("There is no schedule 'c'. There are: a, b.", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, _ran.Count);
    }

    [Fact]
    public async Task AStartThatCannotReadTheStore_IsRepeatedUntilItCan()
    {
        await _store.AddAsync([new("left", "s", _time.GetUtcNow())], new Dictionary<string, DateTimeOffset>(), TestContext.Current.CancellationToken);
        _store.Fails = true;
        Gate ran = new();
        await using DurableTaskAtom tasks = new((_, _) => { ran.WaitAsync(); return Task.CompletedTask; }, store: _store);
        await using ScheduledTasksAtom schedules = Schedules(tasks, new ScheduledTaskDefinition("hourly", "0 * * * *", "h"));

        await Assert.ThrowsAsync<IOException>(() => schedules.TriggerAsync().Within());
        _store.Fails = false;
        _time.Advance(TimeSpan.FromSeconds(5));

        await ran.Reached;
        Assert.InRange(schedules.FailedTicks, 1, 2);
    }

    [Fact]
    public async Task AStoreThatFailsLater_DoesNotStopASchedule()
    {
        await using DurableTaskAtom tasks = Tasks();
        await using ScheduledTasksAtom schedules = Schedules(tasks, new ScheduledTaskDefinition("hourly", "0 * * * *", "h"));
        await schedules.TriggerAsync().Within();
        _store.Fails = true;
        await AdvanceAsync(TimeSpan.FromHours(1), schedules, tasks);

        Assert.Equal("1", Ran());
        Assert.Equal(2, tasks.StoreFailures); // adding and removing
    }

    [Fact]
    public async Task TwoSchedulesOfOneName_AreRefused_AndBadOptionsListed()
    {
        await using DurableTaskAtom tasks = Tasks();
        ArgumentException names = Assert.Throws<ArgumentException>(() => Schedules(tasks, new ScheduledTaskDefinition("a", "* * * * *", "s"), new("a", "* * * * *", "s")));
        ArgumentException options = Assert.Throws<ArgumentException>(() => new ScheduledTasksAtom(tasks, [], new() { MaxCatchUp = 0, LateAfter = TimeSpan.Zero }));
        Assert.Contains("Two schedules are named 'a'", names.Message, StringComparison.Ordinal);
        Assert.Contains("(2 faults)", options.Message, StringComparison.Ordinal);
    }

    private DurableTaskAtom Tasks() => new(
        (task, _) =>
        {
            lock (_ran) _ran.Add(task);
            return Task.CompletedTask;
        },
        store: _store);

    private ScheduledTasksAtom Schedules(DurableTaskAtom tasks, params ScheduledTaskDefinition[] definitions) => SchedulesWith(tasks, MissedTickPolicy.RunOnce, definitions);

    private ScheduledTasksAtom SchedulesWith(DurableTaskAtom tasks, MissedTickPolicy policy, params ScheduledTaskDefinition[] definitions) =>
        new(tasks, definitions, new() { TimeProvider = _time, MissedTicks = policy, MaxCatchUp = 5 });

    private async Task RunOnceAsync(string name, string cron)
    {
        await using DurableTaskAtom tasks = Tasks();
        await using ScheduledTasksAtom schedules = Schedules(tasks, new ScheduledTaskDefinition(name, cron, "s"));
        await schedules.TriggerAsync().Within();
    }

    /// <summary>Moves the clock on; the timer rings, and what it began has ended when this returns.</summary>
    private async Task AdvanceAsync(TimeSpan by, ScheduledTasksAtom schedules, DurableTaskAtom tasks)
    {
        _time.Advance(by);
        await schedules.TriggerAsync().Within();
        await tasks.WaitForIdleAsync().Within();
    }

    private string Ran() => string.Join(' ', _ran.Select(task => $"{(task.ScheduledAt - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalHours}{(task.IsLate ? "L" : "")}"));
}
