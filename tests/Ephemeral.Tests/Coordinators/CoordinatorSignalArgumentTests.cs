namespace Ephemeral.Tests.Coordinators;

/// <summary>What may be asked of the signals of a coordinator's operations.</summary>
public sealed class CoordinatorSignalArgumentTests
{
    [Fact]
    public async Task Patterns_AreTakenAsTheyAre_CommasIncluded()
    {
        await using EphemeralWorkCoordinator<int> coordinator = new((_, operation, _) =>
        {
            operation.Signal("a");
            operation.Signal("b,c");
            return Task.CompletedTask;
        });
        await coordinator.EnqueueAsync(0);
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal((false, 0), (coordinator.HasSignalMatching("a,b"), coordinator.CountSignalsMatching("a,b")));
        Assert.Equal((true, 1), (coordinator.HasSignalMatching("b,*"), coordinator.CountSignalsMatching("b,*")));
    }

    [Fact]
    public async Task NoNameOrPattern_IsRefused()
    {
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask);
        Action<string>[] questions =
        [
            text => coordinator.HasSignal(text),
            text => coordinator.HasSignalMatching(text),
            text => coordinator.CountSignals(text),
            text => coordinator.CountSignalsMatching(text),
            text => coordinator.GetSignalsByName(text),
            text => coordinator.GetSignalsByPattern(text),
        ];

        Assert.All(questions, static ask => Assert.Throws<ArgumentNullException>(() => ask(null!)));
        Assert.All(questions, static ask => Assert.Throws<ArgumentException>(() => ask("")));
        Assert.Throws<ArgumentException>(() => coordinator.GetEchoes(""));
        Assert.Empty(coordinator.GetEchoes());
    }
}
