namespace Ephemeral.Atoms.Tests.Signals;

/// <summary>Commands, limits, and what cannot be read.</summary>
public sealed class WindowSizeAtomTests
{
    private readonly SignalSink _sink = new(maxCapacity: 200, maxAge: TimeSpan.FromMinutes(1));

    [Theory]
    [InlineData("window.size.set:500", 500)]
    [InlineData("window.size.set:1", 16)]
    [InlineData("window.size.set:2000000000", 50_000)]
    [InlineData("window.size.increase:100", 300)]
    [InlineData("window.size.increase:2147483647", 50_000)]
    [InlineData("window.size.decrease:50", 150)]
    [InlineData("window.size.decrease:500", 16)]
    public async Task TheCapacity_Changes_WithinItsLimits(string command, int expected)
    {
        await using WindowSizeAtom atom = new(_sink);

        _sink.Raise(command);

        Assert.Equal((expected, TimeSpan.FromMinutes(1), 0L), (_sink.MaxCapacity, _sink.MaxAge, atom.IgnoredCount));
    }

    [Theory]
    [InlineData("window.time.set:00:05:00", 300)]
    [InlineData("window.time.set:30s", 30)]
    [InlineData("window.time.set:7500ms", 7.5)]
    [InlineData("window.time.set:1.5s", 5)]
    [InlineData("window.time.set:2", 3_600)] // two days
    [InlineData("window.time.set:500ms", 5)]
    [InlineData("window.time.set:1000000000000000000000s", 3_600)]
    [InlineData("window.time.increase:30s", 90)]
    [InlineData("window.time.increase:10000000.00:00:00", 3_600)]
    [InlineData("window.time.decrease:10s", 50)]
    [InlineData("window.time.decrease:90s", 5)]
    public async Task TheRetention_Changes_WithinItsLimits(string command, double expectedSeconds)
    {
        await using WindowSizeAtom atom = new(_sink);

        _sink.Raise(command);

        Assert.Equal((200, TimeSpan.FromSeconds(expectedSeconds), 0L), (_sink.MaxCapacity, _sink.MaxAge, atom.IgnoredCount));
    }

    [Theory]
    [InlineData("window.size.set")]
    [InlineData("window.size.set:")]
    [InlineData("window.size.set:many")]
    [InlineData("window.size.set:0")]
    [InlineData("window.size.set:-5")]
    [InlineData("window.size.increase:1.5")]
    [InlineData("window.size.decrease:99999999999")]
    [InlineData("window.time.set:soon")]
    [InlineData("window.time.set:5m")]
    [InlineData("window.time.set:1h")]
    [InlineData("window.time.set:0s")]
    [InlineData("window.time.set:-00:05:00")]
    [InlineData("window.time.set:ms")]
    [InlineData("window.time.set:5ss")]
    [InlineData("window.time.increase:-5s")]
    public async Task WhatCannotBeRead_IsIgnoredAndCounted(string command)
    {
        await using WindowSizeAtom atom = new(_sink);

        _sink.Raise(command);

        Assert.Equal((200, TimeSpan.FromMinutes(1), 1L), (_sink.MaxCapacity, _sink.MaxAge, atom.IgnoredCount));
    }

    [Fact]
    public async Task WhatIsNoCommand_IsNotTheAtomsBusiness()
    {
        await using WindowSizeAtom atom = new(_sink);

        foreach (string signal in new[] { "window.size.settings:5", "my.window.size.set:500", "window.closed" }) _sink.Raise(signal);

        Assert.Equal((200, 0L), (_sink.MaxCapacity, atom.IgnoredCount));
    }

    [Fact]
    public async Task CommandsAtTheSameTime_AreAllObeyed()
    {
        await using WindowSizeAtom atom = new(_sink);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 10_000; i++) _sink.Raise("window.size.increase:1");
        }))).Within();

        Assert.Equal(40_200, _sink.MaxCapacity);
    }

    [Fact]
    public void OtherNamesAndLimits_AreThoseOfTheOptions()
    {
        using WindowSizeAtom atom = new(_sink, new() { SetCapacityCommand = "grow", MaxCapacity = 250 });

        _sink.Raise("grow:1000");
        _sink.Raise("window.size.set:100");

        Assert.Equal(250, _sink.MaxCapacity);
    }

    [Fact]
    public void Disposed_ItObeysNoMore()
    {
        WindowSizeAtom atom = new(_sink);
        atom.Dispose();

        _sink.Raise("window.size.set:100");

        Assert.Equal(200, _sink.MaxCapacity);
    }

    [Fact]
    public void ImpossibleLimits_AreRefused_WithAllFaults()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new WindowSizeAtom(_sink, new()
        {
            SetCapacityCommand = "x.*",
            IncreaseCapacityCommand = "same",
            DecreaseCapacityCommand = "same",
            MinCapacity = 0,
            MaxCapacity = -1,
            MinRetention = TimeSpan.Zero,
            MaxRetention = TimeSpan.FromSeconds(-1),
        }));

        Assert.Equal(
            """
            WindowSizeOptions is not valid (6 faults):
              Commands must be names without wildcards, none of them blank.
              Commands must all be different.
              MinCapacity must be at least 1 but was 0.
              MaxCapacity must be at least 0 but was -1.
              MinRetention must be positive but was 00:00:00.
              MaxRetention must be at least 00:00:00 but was -00:00:01.
            """.ReplaceLineEndings("\n"),
            error.Message);
        Assert.Throws<ArgumentNullException>(static () => new WindowSizeAtom(null!));
    }
}
