namespace Ephemeral.Tests.Orchestration;

/// <summary>Random updates and times on a window, and on a model that keeps every update and adds up what is left of it.</summary>
public sealed class DecayingReputationWindowModelTests
{
    [Fact]
    public void RandomUpdates_AgreeWithTheModel()
    {
        for (int run = 0; run < 200; run++)
        {
            int seed = Environment.TickCount + run;
            try { Run(new Random(seed)); }
            catch (Exception error) { throw new InvalidOperationException($"seed {seed}: {error.Message}", error); }
        }
    }

    private static void Run(Random random)
    {
        ManualTimeProvider time = new();
        TimeSpan halfLife = TimeSpan.FromSeconds(random.Next(10, 100));
        int maxSize = random.Next(1, 8);
        DecayingReputationWindow<int> window = new(halfLife, maxSize, timeProvider: time);
        Model model = new(halfLife, maxSize);
        for (int step = 0; step < 300; step++)
        {
            int key = random.Next(10);
            long now = time.GetTimestamp();
            switch (random.Next(10))
            {
                case <= 5:
                    double delta = random.NextDouble() * 20 - 10;
                    Assert.Equal(model.Update(key, delta, now), window.Update(key, delta), 1e-9);
                    break;
                case 6:
                    Assert.Equal(model.Scores.Remove(key), window.Invalidate(key));
                    break;
                default:
                    time.Advance(TimeSpan.FromMilliseconds(random.Next(60_000)));
                    break;
            }

            now = time.GetTimestamp();
            for (int asked = 0; asked < 10; asked++) Assert.Equal(model.ScoreOf(asked, now), window.GetScore(asked), 1e-9);
            Assert.Equal((model.Scores.Count, model.Evicted), (window.Count, window.EvictedCount));
        }
    }

    private sealed class Model(TimeSpan halfLife, int maxSize)
    {
        public Dictionary<int, List<(double Delta, long At)>> Scores { get; } = [];

        public long Evicted { get; private set; }

        public double ScoreOf(int key, long now) =>
            Scores.TryGetValue(key, out List<(double Delta, long At)>? updates)
                ? updates.Sum(update => update.Delta * Math.Exp(-Math.Log(2) * (now - update.At) / halfLife.Ticks))
                : 0;

        public double Update(int key, double delta, long now)
        {
            if (!Scores.ContainsKey(key) && Scores.Count == maxSize)
            {
                Scores.Remove(Scores.Keys.MinBy(other => Math.Abs(ScoreOf(other, now))));
                Evicted++;
            }

            if (!Scores.TryGetValue(key, out List<(double Delta, long At)>? updates)) Scores[key] = updates = [];
            updates.Add((delta, now));
            return ScoreOf(key, now);
        }
    }
}
