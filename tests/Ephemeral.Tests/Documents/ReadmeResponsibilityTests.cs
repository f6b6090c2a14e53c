namespace Ephemeral.Tests.Documents;

/// <summary>README, "Pin Until Queried: Responsibility Signal".</summary>
public sealed class ReadmeResponsibilityTests
{
    [Fact]
    public async Task PinUntilQueried_ResponsibilitySignal()
    {
        const string fileId = "uuid";
        List<long> left = [];
        SignalSink sink = new();
        await using EphemeralWorkCoordinator<string> coordinator = new(static (_, _) => Task.CompletedTask, new() { MaxTrackedOperations = 1 });
        coordinator.OperationFinalized += snapshot => left.Add(snapshot.OperationId);
        long operationId = await RunAsync(coordinator);

        var manager = new ResponsibilitySignalManager(coordinator, sink, maxPinDuration: TimeSpan.FromMinutes(5));
        if (manager.PinUntilQueried(operationId, "file.ready", ackKey: fileId, description: $"Awaiting read of {fileId}"))
        {
            sink.Raise("file.ready", key: fileId);
        }

        await RunAsync(coordinator);
        Assert.Equal("Awaiting read of uuid", Assert.Single(manager.GetActiveResponsibilities()).Description);
        Assert.Empty(left);

        // Downstream consumer acknowledges the work
        sink.Raise("file.ready.ack", key: fileId);

        Assert.Equal([operationId], left);
        Assert.Equal(0, manager.PendingCount);
        manager.Dispose();
    }

    [Fact]
    public async Task PinUntilQueried_TheDefaultAcknowledgement_AndTheManualOne()
    {
        SignalSink sink = new();
        await using EphemeralWorkCoordinator<string> coordinator = new(static (_, _) => Task.CompletedTask);
        using ResponsibilitySignalManager manager = new(coordinator, sink);
        long read = await RunAsync(coordinator);
        long failed = await RunAsync(coordinator);
        Assert.True(manager.PinUntilQueried(read));
        Assert.True(manager.PinUntilQueried(failed));

        sink.Raise("responsibility.ack.read", key: read.ToString());
        Assert.True(manager.CompleteResponsibility(failed));

        Assert.DoesNotContain(coordinator.GetSnapshot(), static operation => operation.IsPinned);
    }

    private static async Task<long> RunAsync(EphemeralWorkCoordinator<string> coordinator)
    {
        long id = await coordinator.EnqueueAsync("file");
        await coordinator.FlushAsync().Within();
        return id;
    }
}
