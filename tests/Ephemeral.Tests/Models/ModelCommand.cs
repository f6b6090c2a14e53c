namespace Ephemeral.Tests.Models;

internal enum CommandKind
{
    Enqueue,
    TryEnqueue,
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
internal readonly record struct ModelCommand(CommandKind Kind, int A, int B)
{
    private static readonly CommandKind[] _weighted =
    [
        .. Enumerable.Repeat(CommandKind.Enqueue, 14),
        .. Enumerable.Repeat(CommandKind.TryEnqueue, 4),
        .. Enumerable.Repeat(CommandKind.EndBody, 12),
        .. Enumerable.Repeat(CommandKind.ToggleSignal, 5),
        .. Enumerable.Repeat(CommandKind.Advance, 3),
        .. Enumerable.Repeat(CommandKind.Kill, 2),
        .. Enumerable.Repeat(CommandKind.Resume, 2),
        .. Enum.GetValues<CommandKind>().Where(static kind => kind is not (CommandKind.Complete or CommandKind.Cancel or CommandKind.Dispose)),
    ];

    public static List<ModelCommand> DrawMany(Random random)
    {
        List<ModelCommand> commands = [];
        int length = random.Next(5, 45);
        for (int i = 0; i < length; i++)
            commands.Add(new(_weighted[random.Next(_weighted.Length)], random.Next(1_000), random.Next(1_000)));

        if (random.Next(2) == 0) commands.Insert(random.Next(length / 2, length), new(CommandKind.Complete + random.Next(3), 0, 0));
        return commands;
    }

    public override string ToString() => $"{Kind}({A}, {B})";
}
