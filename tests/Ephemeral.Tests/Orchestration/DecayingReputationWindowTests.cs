namespace Ephemeral.Tests.Orchestration;

public sealed class DecayingReputationWindowTests
{
    private static readonly TimeSpan _halfLife = TimeSpan.FromMinutes(5);

    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _sink;

    public DecayingReputationWindowTests() => _sink = new(timeProvider: _time);

    [Fact]
    public void AScore_HalvesEveryHalfLife()
    {
        DecayingReputationWindow<string> window = new(_halfLife, timeProvider: _time);

        Assert.Equal(0, window.GetScore("a"));
        Assert.Equal(8, window.Update("a", 8));
        _time.Advance(_halfLife);
        Assert.Equal(4, window.GetScore("a"), 1e-9);
        Assert.Equal(-2, window.Update("a", -6), 1e-9);
        _time.Advance(_halfLife / 2);
        Assert.Equal(-Math.Sqrt(2), window.GetScore("a"), 1e-9);
        _time.StepWallClock(TimeSpan.FromHours(1));
        Assert.Equal(-Math.Sqrt(2), window.GetScore("a"), 1e-9);
        _time.Advance(TimeSpan.FromDays(365));
        Assert.Equal(0, window.GetScore("a"), 1e-9);
    }

    [Fact]
    public void Invalidate_ForgetsTheScore()
    {
        DecayingReputationWindow<string> window = new(_halfLife, timeProvider: _time);
        window.Update("a", 3);

        Assert.True(window.Invalidate("a"));
        Assert.False(window.Invalidate("a"));
        Assert.Equal((0d, 0, 0L), (window.GetScore("a"), window.Count, window.EvictedCount));
        Assert.Equal(1, window.Update("a", 1));
    }

    [Fact]
    public void AtTheBound_TheScoreNearestToZeroLeaves_NotTheOldest()
    {
        DecayingReputationWindow<string> window = new(_halfLife, maxSize: 3, timeProvider: _time);
        window.Update("bad", -50);
        _time.Advance(_halfLife * 2); // -12.5
        window.Update("good", 20);
        window.Update("new1", 1);
        for (int i = 2; i <= 100; i++) window.Update($"new{i}", 1);

        Assert.Equal((3, 99L), (window.Count, window.EvictedCount)); // each newcomer took the place of the one before
        Assert.Equal((-12.5, 20, 1, 0), (window.GetScore("bad"), window.GetScore("good"), window.GetScore("new100"), window.GetScore("new99")));
    }

    [Fact]
    public void OfEqualScores_TheLeastRecentlyUpdatedLeaves()
    {
        DecayingReputationWindow<int> window = new(_halfLife, maxSize: 3, timeProvider: _time);
        foreach (int key in (int[])[1, 2, 3]) window.Update(key, 2);
        window.Update(1, 0);
        window.Update(4, 5);
        window.Update(3, -4); // as far from zero as 1
        window.Update(5, 5);

        Assert.Equal([0, 0, -2, 5, 5], Enumerable.Range(1, 5).Select(window.GetScore));
    }

    [Fact]
    public void AtAZeroScore_OrAnEndlessOne_NothingBreaks()
    {
        DecayingReputationWindow<int> window = new(_halfLife, maxSize: 2, timeProvider: _time);
        window.Update(1, double.MaxValue);
        Assert.Equal(double.MaxValue, window.Update(1, double.MaxValue));
        window.Update(2, 0);
        window.Update(3, 1); // 2 goes
        _time.Advance(_halfLife);

        Assert.Equal((double.MaxValue / 2, 0.5, 1L), (window.GetScore(1), window.GetScore(3), window.EvictedCount));
    }

    [Fact]
    public void Changes_AreRaised_WithTwoDecimals_InTheInvariantCulture()
    {
        List<(string Signal, string? Key)> raised = [];
        _sink.Subscribe(signal => raised.Add((signal.Signal, signal.Key)));
        OtherCulture.Run(() =>
        {
            DecayingReputationWindow<double> window = new(_halfLife, signals: _sink);
            window.Update(1.5, 5);
            _time.Advance(_halfLife * 2); // on the clock of the sink
            window.Update(1.5, -1_000);
            window.Invalidate(1.5);
            window.Invalidate(1.5);
        });

        Assert.Equal(
            [("reputation.update:1.5:5.00", "1.5"), ("reputation.update:1.5:-998.75", "1.5"), ("reputation.invalidate:1.5", "1.5")],
            raised);
    }

    [Fact]
    public void ASubscriberThatUpdates_IsCutAndHarmsNothing()
    {
        DecayingReputationWindow<string> window = new(_halfLife, signals: _sink);
        _sink.Subscribe("reputation.update:*", _ => window.Update("a", 1));

        window.Update("a", 1);

        Assert.Equal((17d, 1L), (window.GetScore("a"), _sink.BlockedCount));
    }

    [Fact]
    public void ManyThreads_LoseNoUpdate_AndKeepTheBound()
    {
        DecayingReputationWindow<int> window = new(_halfLife, maxSize: 10, timeProvider: _time);
        Parallel.For(0, 10_000, i => window.Update(i % 10, 1));
        Assert.All(Enumerable.Range(0, 10), key => Assert.Equal(1_000, window.GetScore(key)));

        Parallel.For(0, 10_000, i =>
        {
            if (i % 3 == 0) window.Invalidate(i % 50);
            else window.Update(i % 50, i % 7 - 3);
        });
        Assert.InRange(window.Count, 1, 10);
    }

    [Fact]
    public void WrongArguments_AreRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new DecayingReputationWindow<string>(TimeSpan.Zero, 0));
        DecayingReputationWindow<string> window = new(_halfLife);

        Assert.Equal(
            """
            DecayingReputationWindow is not valid (2 faults):
              halfLife must be positive but was 00:00:00.
              maxSize must be at least 1 but was 0.
            """.ReplaceLineEndings("\n"),
            error.Message);
        Assert.Throws<ArgumentNullException>("key", () => window.Update(null!, 1));
        Assert.Throws<ArgumentNullException>("key", () => window.GetScore(null!));
        Assert.Throws<ArgumentNullException>("key", () => window.Invalidate(null!));
        foreach (double delta in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
            Assert.Throws<ArgumentOutOfRangeException>("delta", () => window.Update("a", delta));
    }
}
