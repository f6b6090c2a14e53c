using Ephemeral.Signals;
using FsCheck;

namespace Ephemeral.Tests.Signals;

/// <summary>One thread of a contention. Names that only it uses make a list that it can compare at every read.</summary>
/// <remarks>Signals leave the list at its front, as they are dropped or expire, or by this thread's own commands.</remarks>
internal sealed class SinkThread(SinkContentionRun run, int number)
{
    private static readonly string[] _sharedNames = ["db.down", "mail"];

    private readonly string[] _names = NamesOf(number);
    private readonly string _pattern = PatternOf(number);
    private readonly SignalWatch _watch = run.WatchOf(PatternOf(number));
    private List<Entry> _own = [];

    /// <summary>Gets how many signals were raised, and how many taken away.</summary>
    public (int Raised, int Taken) Counts { get; private set; }

    /// <summary>Gets how often a signal was looked at that had to be there.</summary>
    public int Certain { get; private set; }

    public static string[] NamesOf(int number) => [$"own{number}.a", $"own{number}.b"];

    public static string PatternOf(int number) => $"own{number}.*";

    public static IEnumerable<string> Shared => _sharedNames;

    public static Gen<SinkCommand> Commands(int number) => SinkCommand.Changes(
        [.. NamesOf(number), .. _sharedNames], [PatternOf(number), "db.*", "mail"], [$"key{number}"], [(10 * number) + 1, (10 * number) + 2]);

    public void Do(SinkCommand command)
    {
        TimeSpan earliest = run.Now;
        long dropped = run.Sink.DroppedCount;
        int taken = command.DoTo(run.Sink, run.Time);
        if (command.Action == SinkAction.Raise)
        {
            Counts = (Counts.Raised + 1, Counts.Taken);
            if (_names.Contains(command.Text)) _own.Add(new(command.Text, command.Number, command.Key, earliest, run.Now, dropped));
        }
        else
        {
            Counts = (Counts.Raised, Counts.Taken + taken);
            _own.RemoveAll(signal => command.TakesAway(signal.Name, signal.Operation, signal.Key));
        }

        Look();
    }

    public void Look()
    {
        SinkCondition? before = run.Condition;
        TimeSpan now = run.Now;
        IReadOnlyList<SignalEvent> seen = run.Sink.Sense();
        int count = run.Sink.Count;
        SinkCondition? condition = before == run.Condition ? before : null;

        Assert.InRange(Math.Max(seen.Count, count), 0, condition?.Capacity ?? run.Case.MostCapacity);
        Follow(seen);
        if (condition is not null)
            Assert.DoesNotContain(_own, signal => (now - signal.Latest).TotalSeconds >= condition.MaxAge); // shown although expired

        Ask();
    }

    /// <summary>What is asked between two looks is between what they saw: meanwhile signals only leave.</summary>
    private void Ask()
    {
        List<Entry> first = _own;
        bool[] detected = [.. _names.Select(name => run.Sink.Detect(name))];
        int[] counts = [.. _names.Select(name => run.Sink.CountRecentExact(name, default))];
        bool hasMatching = run.Sink.HasMatching(_pattern);
        bool watched = _watch.IsPresent;
        Follow(run.Sink.Sense());

        for (int i = 0; i < _names.Length; i++)
        {
            int least = _own.Count(signal => signal.Name == _names[i]);
            int most = first.Count(signal => signal.Name == _names[i]);
            Assert.InRange(detected[i], least > 0, most > 0);
            Assert.InRange(counts[i], least, most);
        }

        Assert.InRange(hasMatching, _own.Count > 0, first.Count > 0);
        Assert.InRange(watched, _own.Count > 0, first.Count > 0);
    }

    /// <summary>What is seen has to be the end of the list, and what is gone has to have had a reason.</summary>
    private void Follow(IReadOnlyList<SignalEvent> seen)
    {
        TimeSpan now = run.Now;
        long dropped = run.Sink.DroppedCount;
        var own = seen.Where(signal => _names.Contains(signal.Signal)).Select(static signal => (signal.Signal, signal.OperationId, signal.Key)).ToList();
        int gone = _own.Count - own.Count;
        Assert.InRange(gone, 0, _own.Count);
        Assert.Equal(_own.Skip(gone).Select(static signal => (signal.Name, signal.Operation, signal.Key)), own);

        bool IsCertain(Entry signal) => signal.Dropped == dropped && (now - signal.Earliest).TotalSeconds < run.Case.LeastAge;
        Assert.DoesNotContain(_own.Take(gone), IsCertain); // missed although it was there throughout
        _own = _own[gone..];
        Certain += _own.Count(IsCertain);
    }

    /// <summary>A signal, between which times it was raised, and how many had been dropped before.</summary>
    private sealed record Entry(string Name, long Operation, string? Key, TimeSpan Earliest, TimeSpan Latest, long Dropped);
}
