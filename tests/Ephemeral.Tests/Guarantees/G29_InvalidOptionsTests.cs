namespace Ephemeral.Tests.Guarantees;

/// <summary>G29: invalid options are refused at construction, all faults in one message.</summary>
public sealed class G29_InvalidOptionsTests
{
    [Fact]
    public void EveryFault_IsInOneMessage()
    {
        EphemeralOptions options = new()
        {
            Name = " ",
            MaxConcurrency = 0,
            MaxConcurrencyPerKey = 0,
            QueueCapacity = 0,
            FullMode = (QueueFullMode)9,
            MaxTrackedOperations = 0,
            MaxOperationLifetime = TimeSpan.FromSeconds(-1),
            FairSchedulingThreshold = 0,
            DeferCheckInterval = TimeSpan.FromSeconds(-1),
            MaxDeferAttempts = -1,
            MaxConcurrentSignalHandlers = 0,
            MaxQueuedSignals = 0,
            OperationEchoRetention = TimeSpan.FromSeconds(-1),
            CancelOnSignals = new HashSet<string> { " " },
            DrainOnSignals = new HashSet<string> { null! },
            OperationEchoCapacity = 0,
            OperationTimeout = TimeSpan.Zero,
            DisposeTimeout = TimeSpan.FromSeconds(-1),
            TimeProvider = null!,
            Signals = new(),
            SharedSignalSink = new(),
        };

        ArgumentException error = Assert.Throws<ArgumentException>(() => new EphemeralWorkCoordinator<int>(static (_, _) => Task.CompletedTask, options));

        Assert.Equal(
            """
            EphemeralOptions is not valid (20 faults):
              MaxConcurrency must be at least 1 but was 0.
              MaxConcurrencyPerKey must be at least 1 but was 0.
              QueueCapacity must be at least 1 but was 0.
              FullMode must be one of Wait, Reject, DropOldest, DropNewest but was 9.
              MaxTrackedOperations must be at least 1 but was 0.
              MaxOperationLifetime must not be negative but was -00:00:01.
              FairSchedulingThreshold must be at least 1 but was 0.
              DeferCheckInterval must not be negative but was -00:00:01.
              MaxDeferAttempts must be at least 0 but was -1.
              MaxConcurrentSignalHandlers must be at least 1 but was 0.
              MaxQueuedSignals must be at least 1 but was 0.
              OperationEchoRetention must not be negative but was -00:00:01.
              OperationEchoCapacity must be at least 1 but was 0.
              OperationTimeout must be positive but was 00:00:00.
              DisposeTimeout must not be negative but was -00:00:01.
              TimeProvider must be set but was null.
              Name must be null or have text but was blank.
              CancelOnSignals must not have a null or blank entry.
              DrainOnSignals must not have a null or blank entry.
              SharedSignalSink is another name for Signals but was set to a different sink.
            """.ReplaceLineEndings("\n"),
            error.Message);
    }

    [Fact]
    public void NullBodiesAndSelectors_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => new EphemeralWorkCoordinator<int>((Func<int, CancellationToken, Task>)null!));
        Assert.Throws<ArgumentNullException>(() => new EphemeralWorkCoordinator<int>((Func<int, EphemeralOperation, CancellationToken, Task>)null!));
        Assert.Throws<ArgumentNullException>(() => new EphemeralKeyedWorkCoordinator<int, int>(null!, static (_, _) => Task.CompletedTask));
        Assert.Throws<ArgumentNullException>(() => new EphemeralKeyedWorkCoordinator<int, int>(static item => item, (Func<int, CancellationToken, Task>)null!));
        Assert.Throws<ArgumentNullException>(() => new EphemeralResultCoordinator<int, int>((Func<int, CancellationToken, Task<int>>)null!));
        Assert.Throws<ArgumentNullException>(() => new PriorityWorkCoordinator<int>(null!));
        Assert.Throws<ArgumentNullException>(() => new PriorityWorkCoordinator<int>(new((Func<int, CancellationToken, Task>?)null)));
        Assert.Throws<ArgumentNullException>(() => new EphemeralSignalJobRunner(null!, [new Job()]));
        Assert.Throws<ArgumentNullException>(() => EphemeralWorkCoordinator<int>.FromAsyncEnumerable(null!, static (_, _) => Task.CompletedTask));
    }

    private sealed class Job
    {
        [EphemeralJob("x")]
        public Task RunAsync() => Task.CompletedTask;
    }
}
