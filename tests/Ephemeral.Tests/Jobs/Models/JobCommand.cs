using FsCheck;
using FsCheck.Fluent;

namespace Ephemeral.Tests.Jobs.Models;

internal enum JobCommandKind
{
    Raise,
    EndBody,
    FailBody,
    ToggleAwaited,
    Advance,
    Pause,
    Resume,
    Kill,
    Evict,
    Unpin,
    Complete,
}

/// <summary>A command with an operand that means something in every state, so that a sequence can lose commands and stay one.</summary>
internal readonly record struct JobCommand(JobCommandKind Kind, int Operand)
{
    private static readonly JobCommandKind[] _weighted = [.. Enum.GetValues<JobCommandKind>().SelectMany(static kind => Enumerable.Repeat(kind, WeightOf(kind)))];

    /// <summary>Gets sequences; some of them complete the runner in their second half.</summary>
    public static Gen<JobCommand[]> Many { get; } =
        from length in Gen.Choose(5, 50)
        from commands in (from kind in Gen.Elements(_weighted) from operand in Gen.Choose(0, 999) select new JobCommand(kind, operand)).ArrayOf(length)
        from place in Gen.Choose(0, length - 1)
        select place < length / 2 ? commands : (JobCommand[])[.. commands[..place], new(JobCommandKind.Complete, 0), .. commands[place..]];

    public override string ToString() => $"{Kind} {Operand}";

    private static int WeightOf(JobCommandKind kind) => kind switch
    {
        JobCommandKind.Raise => 16,
        JobCommandKind.EndBody => 6,
        JobCommandKind.FailBody => 8,
        JobCommandKind.ToggleAwaited or JobCommandKind.Advance => 5,
        JobCommandKind.Resume => 3,
        JobCommandKind.Complete => 0,
        _ => 1,
    };
}
