using FsCheck;
using FsCheck.Fluent;

namespace Ephemeral.Tests.Jobs.Models;

/// <summary>A runner and what is done to it, and how it ends: drained, or disposed with whatever is left.</summary>
internal sealed record JobSequence(JobSetup Setup, bool EndsByDispose, JobCommand[] Commands)
{
    public static Arbitrary<JobSequence> Any { get; } = Arb.From(
        from setup in JobSetup.Any
        from commands in JobCommand.Many
        from end in Gen.Choose(0, 1)
        select new JobSequence(setup, end == 1, commands),
        static sequence => Enumerable.Range(0, sequence.Commands.Length)
            .Select(index => sequence with { Commands = [.. sequence.Commands.Where((_, place) => place != index)] }));

    public override string ToString() => $"{Setup}: {string.Join(", ", Commands)}{(EndsByDispose ? ", disposed" : "")}";
}
