using Ephemeral.Signals;

namespace Ephemeral.Tests.Signals;

/// <summary>Random commands on a sink and on a plain list that does the same by brute force; after each, everything must agree.</summary>
public sealed class SignalSinkModelTests
{
    private static readonly string[] _names = ["db.down", "db.slow", "disk.full", "order.saved", "order.lost", "mail"];
    private static readonly string[] _patterns = ["db.*", "*.full", "order.?ost", "mail", "*", "nothing.*"];
    private static readonly string?[] _keys = [null, "a", "b"];

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void RandomCommands_AgreeWithTheModel()
    {
        for (int run = 0; run < 150; run++)
        {
            int seed = Environment.TickCount + run;
            try { Run(new Random(seed)); }
            catch (Exception error) { throw new InvalidOperationException($"seed {seed}: {error.Message}", error); }
        }
    }

    private void Run(Random random)
    {
        Model model = new(capacity: random.Next(1, 12), maxAge: TimeSpan.FromSeconds(random.Next(2, 20)));
        SignalSink sink = new(model.Capacity, model.MaxAge, _time);
        List<SignalWatch> watches = [.. _patterns.Select(pattern => sink.Watch(pattern, static _ => { }))];
        Dictionary<string, List<string>> delivered = _patterns.ToDictionary(static pattern => pattern, static _ => new List<string>());
        foreach (string pattern in _patterns) sink.Subscribe(pattern, signal => delivered[pattern].Add(signal.Signal));

        for (int step = 0; step < 300; step++)
        {
            string name = random.GetItems(_names, 1)[0];
            string pattern = random.GetItems(_patterns, 1)[0];
            string? key = random.GetItems(_keys, 1)[0];
            long operation = random.Next(1, 5);
            switch (random.Next(20))
            {
                case <= 8:
                    foreach (List<string> earlier in delivered.Values) earlier.Clear();
                    sink.Raise(new SignalEvent(name, operation, key, default));
                    model.Raise(name, operation, key, _time.GetTimestamp());
                    foreach ((string matching, List<string> names) in delivered)
                        Assert.Equal(StringPatternMatcher.Matches(name, matching) ? [name] : [], names);
                    break;
                case 9: Assert.Equal(model.Remove(signal => signal.Name == name), sink.Retract(name)); break;
                case 10: Assert.Equal(model.Remove(signal => signal.Name == name && signal.Key == key), sink.Retract(name, key)); break;
                case 11: Assert.Equal(model.Remove(signal => signal.Matches(pattern)), sink.RetractMatching(pattern)); break;
                case 12: Assert.Equal(model.Remove(signal => signal.Operation == operation), sink.ClearOperation(operation)); break;
                case 13: Assert.Equal(model.Remove(static signal => signal.Key == "a"), sink.ClearKey("a")); break;
                case 14: Assert.Equal(model.Remove(signal => signal.Name == name), sink.ClearMatching(signal => signal.Is(name))); break;
                case 15:
                    model.Resize(random.Next(1, 12), TimeSpan.FromSeconds(random.Next(2, 20)));
                    sink.UpdateWindowSize(model.Capacity, model.MaxAge);
                    break;
                case 16:
                    int place = random.Next(watches.Count);
                    watches[place].Dispose();
                    watches[place] = sink.Watch(_patterns[place], static _ => { });
                    break;
                default: _time.Advance(TimeSpan.FromSeconds(random.Next(4))); break;
            }

            model.Trim(_time.GetTimestamp());
            for (int i = 0; i < _patterns.Length; i++) Assert.Equal(model.Has(_patterns[i]), watches[i].IsPresent);
            Assert.Equal(model.Facts, sink.Sense().Select(static signal => (signal.Signal, signal.OperationId, signal.Key)));
            Assert.Equal(model.Dropped, sink.DroppedCount);
            foreach (string asked in _names) Assert.Equal(model.Has(asked), sink.Detect(asked));
            foreach (string asked in _patterns) Assert.Equal(model.Has(asked), sink.HasMatching(asked));
        }

        foreach (SignalWatch watch in watches) watch.Dispose();
        Assert.Equal(0, _time.ActiveTimers);
    }

    private sealed class Model(int capacity, TimeSpan maxAge)
    {
        public int Capacity { get; private set; } = capacity;

        public TimeSpan MaxAge { get; private set; } = maxAge;

        public List<Entry> Live { get; } = [];

        public IEnumerable<(string Name, long Operation, string? Key)> Facts =>
            Live.Select(static signal => (signal.Name, signal.Operation, signal.Key));

        public long Dropped { get; private set; }

        public void Raise(string name, long operation, string? key, long now)
        {
            Live.Add(new(name, operation, key, now));
            KeepToCapacity();
        }

        public void Resize(int newCapacity, TimeSpan newMaxAge)
        {
            (Capacity, MaxAge) = (newCapacity, newMaxAge);
            KeepToCapacity();
        }

        public int Remove(Predicate<Entry> match) => Live.RemoveAll(match);

        public void Trim(long now) => Live.RemoveAll(signal => now - signal.Stamp >= MaxAge.Ticks);

        public bool Has(string pattern) => Live.Exists(signal => signal.Matches(pattern));

        private void KeepToCapacity()
        {
            while (Live.Count > Capacity)
            {
                Live.RemoveAt(0);
                Dropped++;
            }
        }

        public sealed record Entry(string Name, long Operation, string? Key, long Stamp)
        {
            public bool Matches(string pattern) => StringPatternMatcher.Matches(Name, pattern);
        }
    }
}
