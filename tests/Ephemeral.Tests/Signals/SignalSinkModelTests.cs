using Ephemeral.Signals;
using FsCheck;
using FsCheck.Fluent;

namespace Ephemeral.Tests.Signals;

/// <summary>Random commands on a sink and on a plain list that does the same by brute force; after each, everything must agree.</summary>
public sealed class SignalSinkModelTests
{
    private static readonly string[] _names = ["db.down", "db.slow", "disk.full", "order.saved", "order.lost", "mail"];
    private static readonly string[] _patterns = ["db.*", "*.full", "order.?ost", "mail", "*", "nothing.*"];

    [Fact]
    public void RandomCommands_AgreeWithTheModel()
    {
        Gen<SinkCommand> command = Gen.Frequency(
            (15, SinkCommand.Changes(_names, _patterns, ["a", "b"], [1, 2, 3, 4])),
            (4, SinkCommand.Conditions(leastCapacity: 1)),
            (1, Gen.Elements(_patterns).Select(static pattern => new SinkCommand(SinkAction.Watch, pattern))));
        Gen<SinkSequence> sequence =
            from capacity in Gen.Choose(1, 11)
            from maxAge in Gen.Choose(2, 19)
            from length in Gen.Choose(1, 250)
            from commands in command.ArrayOf(length)
            select new SinkSequence(capacity, maxAge, commands);
        Prop.ForAll(Arb.From(sequence, SinkSequence.Simpler), Agree).Check(200);
    }

    private static void Agree(SinkSequence sequence)
    {
        (int capacity, int maxAge, SinkCommand[] commands) = sequence;
        ManualTimeProvider time = new();
        long start = time.GetTimestamp();
        SinkModel model = new(capacity, maxAge);
        SignalSink sink = new(capacity, TimeSpan.FromSeconds(maxAge), time);
        Dictionary<string, SignalWatch> watches = _patterns.ToDictionary(static pattern => pattern, pattern => sink.Watch(pattern, static _ => { }));
        Dictionary<string, List<string>> delivered = _patterns.ToDictionary(static pattern => pattern, static _ => new List<string>());
        foreach (string pattern in _patterns) sink.Subscribe(pattern, signal => delivered[pattern].Add(signal.Signal));

        foreach (SinkCommand command in commands)
        {
            foreach (List<string> earlier in delivered.Values) earlier.Clear();
            if (command.Action == SinkAction.Watch)
            {
                watches[command.Text].Dispose();
                watches[command.Text] = sink.Watch(command.Text, static _ => { });
            }

            Assert.Equal(model.Do(command, time.GetElapsedTime(start)), command.DoTo(sink, time));
            model.Trim(time.GetElapsedTime(start));
            foreach (string pattern in _patterns)
            {
                Assert.Equal(model.Has(pattern), watches[pattern].IsPresent);
                Assert.Equal(model.Has(pattern), sink.HasMatching(pattern));
                bool isRaised = command.Action == SinkAction.Raise && StringPatternMatcher.Matches(command.Text, pattern);
                Assert.Equal(isRaised ? [command.Text] : [], delivered[pattern]);
            }

            Assert.Equal(model.Facts, sink.Sense().Select(static signal => (signal.Signal, signal.OperationId, signal.Key)));
            Assert.Equal(model.Dropped, sink.DroppedCount);
            foreach (string name in _names)
            {
                Assert.Equal(model.Has(name), sink.Detect(name));
                Assert.Equal(model.Facts.Count(fact => fact.Name == name), sink.CountRecentExact(name, default));
            }
        }

        foreach (SignalWatch watch in watches.Values) watch.Dispose();
        Assert.Equal(0, time.ActiveTimers);
    }
}
