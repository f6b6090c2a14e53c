using FsCheck;
using FsCheck.Fluent;

namespace Ephemeral.Tests.Signals;

/// <summary>What several threads do to one sink at the same time; one of them resizes it and moves the clock.</summary>
internal sealed record SinkContention(int Capacity, int MaxAge, SinkCommand[] Conditions, params SinkCommand[][] Changes)
{
    private const int Threads = 3;

    /// <summary>Gets cases of which every other one has room for all signals, and every fourth one stops the clock.</summary>
    public static Gen<SinkContention> Any { get; } =
        from capacity in Gen.Elements(11, 1_011)
        from maxAge in Gen.Choose(2, 19)
        from stops in Gen.Elements(true, false, false, false)
        from drawn in SinkCommand.Conditions(capacity - 10).ArrayOf(60)
        from changes in Gen.CollectToArray(Enumerable.Range(0, Threads), static thread => SinkThread.Commands(thread).ArrayOf(80))
        let conditions = drawn.Where(command => !stops || command.Action != SinkAction.Advance)
        select new SinkContention(capacity, maxAge, [.. conditions], changes);

    /// <summary>Gets the shortest age in the whole case: what is younger cannot have expired.</summary>
    public int LeastAge => Numbers(SinkAction.SetAge).Append(MaxAge).Min();

    public int MostCapacity => Numbers(SinkAction.SetCapacity).Append(Capacity).Max();

    /// <summary>Gets whether no signal can expire before the end.</summary>
    public bool KeepsAll => Numbers(SinkAction.Advance).Sum() < LeastAge;

    public static IEnumerable<SinkContention> Simpler(SinkContention contention)
    {
        Arbitrary<SinkCommand> command = Gen.Constant(default(SinkCommand)).ToArbitrary();
        foreach (SinkCommand[] fewer in command.ShrinkFromEnd(contention.Conditions)) yield return contention with { Conditions = fewer };
        for (int thread = 0; thread < contention.Changes.Length; thread++)
        {
            foreach (SinkCommand[] fewer in command.ShrinkFromEnd(contention.Changes[thread]))
                yield return contention with { Changes = [.. contention.Changes[..thread], fewer, .. contention.Changes[(thread + 1)..]] };
        }
    }

    public override string ToString()
    {
        IEnumerable<string> threads = Changes.Prepend(Conditions).Select(static commands => $"[{string.Join(", ", commands)}]");
        return $"new SinkContention(\n    {Capacity}, {MaxAge},\n    {string.Join(",\n    ", threads)})";
    }

    private IEnumerable<int> Numbers(SinkAction action) =>
        Conditions.Where(command => command.Action == action).Select(static command => command.Number);
}
