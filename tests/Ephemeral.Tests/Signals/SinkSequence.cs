using FsCheck.Fluent;

namespace Ephemeral.Tests.Signals;

/// <summary>A sink and what one thread does to it. Its text is the C# that makes it.</summary>
internal sealed record SinkSequence(int Capacity, int MaxAge, params SinkCommand[] Commands)
{
    public static IEnumerable<SinkSequence> Simpler(SinkSequence sequence) =>
        Arb.From(Gen.Constant(default(SinkCommand))).ShrinkFromEnd(sequence.Commands).Select(commands => sequence with { Commands = commands });

    public override string ToString() =>
        $"new SinkSequence(\n    {Capacity}, {MaxAge}{string.Concat(Commands.Select(static command => $",\n    {command}"))})";
}
