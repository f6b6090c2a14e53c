namespace Ephemeral.Tests.Guarantees;

/// <summary>G24: a drain signal acts on who is there when it is raised, at once, and poisons nobody later.</summary>
public sealed class G24_DrainSignalsTests
{
    private readonly SignalSink _sink = new();

    [Fact]
    public async Task RequestDrainAll_CompletesThosePresent_IdleOnesToo_AndNoneLater()
    {
        await using EphemeralWorkCoordinator<int> idle = Create("idle");

        _sink.RequestDrainAll();

        Assert.True(idle.IsCompleted);
        await idle.DrainAsync().Within();
        await using EphemeralWorkCoordinator<int> later = Create("later");
        Assert.False(later.IsCompleted);
        await later.EnqueueAsync(1);
    }

    [Fact]
    public async Task RequestDrain_ConcernsTheNamedOne_AndThePatternThoseThatMatch()
    {
        await using EphemeralWorkCoordinator<int> orders = Create("orders.eu");
        await using EphemeralWorkCoordinator<int> mails = Create("mails");
        await using EphemeralWorkCoordinator<int> numbered = Create("12");

        _sink.RequestDrain("mails");
        (bool, bool, bool) byId = (orders.IsCompleted, mails.IsCompleted, numbered.IsCompleted);
        _sink.RequestDrain(12);
        _sink.RequestDrainPattern("orders.*");

        Assert.Equal((false, true, false), byId);
        Assert.True(orders.IsCompleted && numbered.IsCompleted);
    }

    [Fact]
    public async Task DrainOnSignals_MayBeOwnSignals_OrNone()
    {
        await using EphemeralWorkCoordinator<int> own = new(
            static (_, _) => Task.CompletedTask,
            new() { Signals = _sink, DrainOnSignals = new HashSet<string> { "app.stopping" } });
        await using EphemeralWorkCoordinator<int> none = new(static (_, _) => Task.CompletedTask, new() { Signals = _sink, DrainOnSignals = null });

        _sink.RequestDrainAll();
        Assert.False(own.IsCompleted || none.IsCompleted);
        _sink.Raise("app.stopping");

        Assert.Equal((true, false), (own.IsCompleted, none.IsCompleted));
    }

    [Fact]
    public async Task ClearOnSignals_ClearsTheSink_OrWhatTheSignalNames()
    {
        SignalSink other = new();
        await using EphemeralWorkCoordinator<int> all = new(
            static (_, _) => Task.CompletedTask,
            new() { Signals = _sink, ClearOnSignals = new HashSet<string> { "reset" } });
        await using EphemeralWorkCoordinator<int> some = new(
            static (_, _) => Task.CompletedTask,
            new() { Signals = other, ClearOnSignals = new HashSet<string> { "clear.*" }, ClearOnSignalsUsePattern = true });
        foreach (SignalSink sink in (SignalSink[])[_sink, other])
        {
            sink.Raise("db.down");
            sink.Raise("disk.full");
        }

        _sink.Raise("reset");
        other.Raise("clear.db");

        Assert.Equal(["sink.cleared"], _sink.Sense().Select(static signal => signal.Signal));
        Assert.False(other.Detect("db.down"));
        Assert.True(other.Detect("disk.full"));
    }

    private EphemeralWorkCoordinator<int> Create(string id) =>
        new(static (_, _) => Task.CompletedTask, new() { Signals = _sink, CoordinatorId = id });
}
