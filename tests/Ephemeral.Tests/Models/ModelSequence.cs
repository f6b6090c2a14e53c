using Ephemeral.Tests.Kinds;
using FsCheck;
using FsCheck.Fluent;

namespace Ephemeral.Tests.Models;

/// <summary>A coordinator and what is done to it. Its text is the C# that makes it.</summary>
internal sealed record ModelSequence(ModelSetup Setup, params ModelCommand[] Commands)
{
    public static Arbitrary<ModelSequence> Of(CoordinatorKind kind) =>
        Arb.From(ModelSetup.Of(kind).Zip(ModelCommand.Many, static (setup, commands) => new ModelSequence(setup, commands)), Simpler);

    public override string ToString() =>
        $"new ModelSequence(\n    {Setup}{string.Concat(Commands.Select(static command => $",\n    {command}"))})";

    private static IEnumerable<ModelSequence> Simpler(ModelSequence sequence) =>
        ModelCommand.Simpler(sequence.Commands).Select(commands => sequence with { Commands = commands })
            .Concat(sequence.Setup.Simpler().Select(setup => sequence with { Setup = setup }));
}
