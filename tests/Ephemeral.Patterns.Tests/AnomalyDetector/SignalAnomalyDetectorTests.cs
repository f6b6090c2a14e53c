namespace Ephemeral.Patterns.Tests.AnomalyDetector;

public sealed class SignalAnomalyDetectorTests
{
    [Fact]
    public void TheDetector_DoesWhatTheModelDoes() => RandomRun.Check(300, static random =>
    {
        (int threshold, int window, int age) = (random.Next(1, 6), random.Next(1, 12), random.Next(1, 20));
        ManualTimeProvider time = new();
        SignalSink sink = new(random.Next(1, 30), TimeSpan.FromSeconds(age), time);
        SignalAnomalyDetector detector = new(sink, "error.*", threshold, TimeSpan.FromSeconds(window), time);
        List<(int Time, bool Matches)> all = [];
        for (int now = 0; now < 200;)
        {
            for (int i = random.Next(4); i > 0; i--)
            {
                bool matches = random.Next(3) > 0;
                sink.Raise(matches ? $"error.{random.Next(5)}" : "warning");
                all.Add((now, matches));
            }

            int expected = all.TakeLast(sink.MaxCapacity).Count(raised => raised.Matches && raised.Time >= now - window && raised.Time > now - age);
            Assert.Equal($"{now}: {expected}", $"{now}: {detector.GetMatchCount()}");
            Assert.Equal(expected >= threshold, detector.IsAnomalous());
            int step = random.Next(1, 4);
            time.Advance(TimeSpan.FromSeconds(step));
            now += step;
        }
    });

    [Fact]
    public void Defaults_AreFiveErrorsInTenSeconds()
    {
        SignalSink sink = new();
        SignalAnomalyDetector detector = new(sink);
        for (int i = 0; i < 4; i++) sink.Raise("error.db");
        Assert.False(detector.IsAnomalous());
        sink.Raise("error.web");
        Assert.True(detector.IsAnomalous());
        Assert.Equal(("error.*", 5, TimeSpan.FromSeconds(10)), (detector.Pattern, detector.Threshold, detector.Window));
    }

    [Fact]
    public void AClockThatIsSetBack_HidesWhatIsDatedInTheFuture()
    {
        ManualTimeProvider time = new();
        SignalSink sink = new(maxAge: TimeSpan.FromHours(1), timeProvider: time);
        SignalAnomalyDetector detector = new(sink, threshold: 1, timeProvider: time);
        sink.Raise("error.db");
        time.StepWallClock(TimeSpan.FromSeconds(-0.5));
        Assert.True(detector.IsAnomalous()); // clocks that are read one after the other may differ by that much

        time.StepWallClock(TimeSpan.FromMinutes(-30));
        time.Advance(TimeSpan.FromSeconds(11)); // longer than the window

        Assert.Equal((0, false), (detector.GetMatchCount(), detector.IsAnomalous()));
    }

    [Fact]
    public void BadArguments_AreRefused()
    {
        SignalSink sink = new();
        Assert.Throws<ArgumentNullException>(() => new SignalAnomalyDetector(null!));
        Assert.Throws<ArgumentException>(() => new SignalAnomalyDetector(sink, ""));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SignalAnomalyDetector(sink, threshold: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SignalAnomalyDetector(sink, window: TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SignalAnomalyDetector(sink, window: TimeSpan.FromSeconds(-1)));
    }
}
