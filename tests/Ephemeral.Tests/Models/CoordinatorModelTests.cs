using System.Globalization;
using System.Runtime.CompilerServices;
using Ephemeral.Tests.Kinds;
using FsCheck.Fluent;

namespace Ephemeral.Tests.Models;

/// <summary>Random commands on each kind of coordinator and on a plain list that does the same; after each, everything must agree.</summary>
/// <remarks>
/// EPHEMERAL_MODEL_SEQUENCES sets how many sequences run for each kind, EPHEMERAL_MODEL_SEED what they are drawn from: see
/// <see cref="PropertyRun"/>. A failing sequence is shrunk, and shown as an argument for <see cref="AgreesAsync"/>.
/// </remarks>
public sealed class CoordinatorModelTests
{
    private static readonly TimeSpan _patienceOfShrinking = TimeSpan.FromSeconds(1);

    private static readonly int _sequences =
        int.TryParse(Environment.GetEnvironmentVariable("EPHEMERAL_MODEL_SEQUENCES"), CultureInfo.InvariantCulture, out int value) ? value : 340;

    [Theory]
    [InlineData(CoordinatorKind.Work)]
    [InlineData(CoordinatorKind.Keyed)]
    [InlineData(CoordinatorKind.Result)]
    [InlineData(CoordinatorKind.Priority)]
    [InlineData(CoordinatorKind.PriorityKeyed)]
    [InlineData(CoordinatorKind.ForEach)]
    public async Task RandomCommands_AgreeWithTheModel(CoordinatorKind kind)
    {
        TimeSpan patience = TestTimeout.Limit;
        await Prop.ForAll(ModelSequence.Of(kind), async sequence =>
        {
            try
            {
                await AgreesAsync(sequence, patience);
            }
            catch (InvalidOperationException)
            {
                patience = _patienceOfShrinking;
                throw;
            }
        }).CheckAsync(_sequences);
    }

    /// <summary>What is kept out of the queue is held by no deferral; what comes back is, for as long as all others.</summary>
    [Fact]
    public async Task ADeferral_CountsFromWhenAnItemComesBack()
    {
        await AgreesAsync(
            new ModelSequence(
                new(CoordinatorKind.Keyed) { PerKey = 2, LongestDeferral = 3, Retries = 1, RetryDelay = 2 },
                new(CommandKind.Enqueue),
                new(CommandKind.Enqueue),
                new(CommandKind.EndBody, 0, 1),
                new(CommandKind.ToggleSignal),
                new(CommandKind.Advance, 2),
                new(CommandKind.EndBody)),
            TestTimeout.Limit);
        await AgreesAsync(
            new ModelSequence(
                new(CoordinatorKind.Keyed) { LongestDeferral = 4, Retries = 2, RetryDelay = 2 },
                new(CommandKind.ToggleSignal),
                new(CommandKind.Enqueue),
                new(CommandKind.ToggleSignal),
                new(CommandKind.ToggleSignal),
                new(CommandKind.Advance, 3),
                new(CommandKind.EndBody, 0, 1),
                new(CommandKind.Advance, 2)),
            TestTimeout.Limit);
    }

    /// <summary>What a failure shows can be pasted as it is, as here.</summary>
    [Fact]
    public async Task ShownSequence_IsTheCodeThatMakesIt()
    {
        (ModelSequence sequence, string code) = Pasted(new ModelSequence(
            new(CoordinatorKind.Priority) { FullMode = QueueFullMode.DropOldest, Lanes = [new(1, int.MaxValue, 2), new(2, 2, 0)], IsObserved = true },
            new(CommandKind.TryEnqueue),
            new(CommandKind.Enqueue, 0, 1),
            new(CommandKind.Cancel)));

        Assert.Equal(code, sequence.ToString(), ignoreAllWhiteSpace: true);
        await AgreesAsync(sequence, TestTimeout.Limit);
    }

    private static (ModelSequence Sequence, string Code) Pasted(ModelSequence sequence, [CallerArgumentExpression(nameof(sequence))] string code = "") =>
        (sequence, code);

    private static Task AgreesAsync(ModelSequence sequence, TimeSpan patience) =>
        new ModelDriver(sequence.Setup, patience).RunAsync(sequence.Commands);
}
