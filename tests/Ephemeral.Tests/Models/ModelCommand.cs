using FsCheck;
using FsCheck.Fluent;

namespace Ephemeral.Tests.Models;

internal enum CommandKind
{
    Enqueue,
    TryEnqueue,
    EnqueueDelayed,
    StartNow,
    EndBody,
    Pause,
    Resume,
    SetLimit,
    Complete,
    Cancel,
    Dispose,
    CancelWriter,
    Pin,
    Unpin,
    Evict,
    Kill,
    ToggleSignal,
    OperationSignal,
    OperationRetract,
    Advance,
    WaitForResult,
    LookUp,
}

/// <summary>A command with operands that mean something in every state, so that a sequence can lose commands and stay one.</summary>
internal readonly record struct ModelCommand(CommandKind Kind, int A = 0, int B = 0)
{
    private static readonly CommandKind[] _weighted = [.. Enum.GetValues<CommandKind>()
        .Where(static kind => !IsEnd(kind))
        .SelectMany(static kind => Enumerable.Repeat(kind, WeightOf(kind)))];

    private static readonly Arbitrary<ModelCommand> _one = Arb.From(
        from kind in Gen.Elements(_weighted)
        from operands in Gen.Choose(0, 999_999)
        select new ModelCommand(kind, operands / 1_000, operands % 1_000),
        static command => Simpler(command.A).Select(a => command with { A = a }).Concat(Simpler(command.B).Select(b => command with { B = b })));

    /// <summary>Gets sequences; in the second half of every other one the coordinator is completed, cancelled or disposed.</summary>
    public static Gen<ModelCommand[]> Many { get; } =
        from length in Gen.Choose(5, 44)
        from commands in _one.Generator.ArrayOf(length)
        from place in Gen.Choose(0, length - 1)
        from end in Gen.Elements(Enum.GetValues<CommandKind>().Where(IsEnd))
        select place < length / 2 ? commands : [.. commands[..place], new(end), .. commands[place..]];

    public static IEnumerable<ModelCommand[]> Simpler(ModelCommand[] commands) => _one.ShrinkFromEnd(commands);

    public override string ToString() =>
        $"new(CommandKind.{Kind}{(A == 0 && B == 0 ? "" : $", {A}")}{(B == 0 ? "" : $", {B}")})";

    /// <summary>An operand selects by its remainder: the smallest ones mean all that there is.</summary>
    private static IEnumerable<int> Simpler(int operand) => Enumerable.Range(0, Math.Min(operand, 12));

    private static bool IsEnd(CommandKind kind) => kind is CommandKind.Complete or CommandKind.Cancel or CommandKind.Dispose;

    private static int WeightOf(CommandKind kind) => kind switch
    {
        CommandKind.Enqueue => 15,
        CommandKind.EndBody => 13,
        CommandKind.ToggleSignal => 6,
        CommandKind.TryEnqueue => 5,
        CommandKind.Advance => 4,
        CommandKind.EnqueueDelayed or CommandKind.Kill or CommandKind.Resume => 3,
        _ => 1,
    };
}
