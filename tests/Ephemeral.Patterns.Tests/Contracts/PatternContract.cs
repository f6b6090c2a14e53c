namespace Ephemeral.Patterns.Tests.Contracts;

/// <summary>What every entry with a lifetime has to pass.</summary>
public abstract class PatternContract
{
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData("async async")]
    [InlineData("sync sync")]
    [InlineData("sync async")]
    [InlineData("async sync")]
    public async Task DisposedTwice_IsNoError(string order)
    {
        IPatternSubject subject = await CreateAsync(static _ => Task.CompletedTask);
        await subject.StartAsync();
        await subject.WaitAsync(default).Within();
        foreach (string end in order.Split(' '))
        {
            if (end == "sync") subject.Dispose();
            else await subject.DisposeAsync().AsTask().Within();
        }

        await subject.DisposeAsync().AsTask().Within();
    }

    /// <summary>Gets how many calls may be on their way when dispose returns: those that it does not wait for.</summary>
    private protected virtual int MostOnTheirWay => 0;

    [Fact]
    public async Task DisposedUnderLoad_ItEnds_AndCallsNobodyAfterwards()
    {
        int calls = 0;
        bool ended = false;
        int late = 0;
        IPatternSubject subject = await CreateAsync(async _ =>
        {
            if (Volatile.Read(ref ended)) Interlocked.Increment(ref late);
            Interlocked.Increment(ref calls);
            await Task.Yield();
        });
        Task[] load = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            try
            {
                for (int i = 0; i < 2_000; i++) await subject.StartAsync();
            }
            catch (ObjectDisposedException)
            {
                // What is disposed accepts nothing more, and says so.
            }
        }))];

        await subject.StartAsync();
        await subject.DisposeAsync().AsTask().Within();
        Volatile.Write(ref ended, true);
        await Task.WhenAll(load).Within();

        Assert.InRange(late, 0, MostOnTheirWay);
    }

    [Fact]
    public async Task DisposedWhileACallbackRuns_ItsTokenIsCancelled()
    {
        Gate gate = new();
        IPatternSubject subject = await CreateAsync(gate.WaitAsync);
        await subject.StartAsync();
        await gate.Reached;

        await subject.DisposeAsync().AsTask().Within();
    }

    [Fact]
    public async Task ACallbackThatNeverEnds_KeepsDisposeFromNothing()
    {
        Gate deaf = new();
        IPatternSubject subject = await CreateAsync(_ => deaf.WaitAsync());
        await subject.StartAsync();
        await deaf.Reached;

        subject.Dispose(); // returns, though the callback does not look at its token

        deaf.Open();
        await subject.DisposeAsync().AsTask().Within();
    }

    [Fact]
    public async Task AWaitThatIsCancelled_EndsAlone()
    {
        Gate gate = new();
        await using IPatternSubject subject = await CreateAsync(gate.WaitAsync);
        await subject.StartAsync();
        await gate.Reached;
        using CancellationTokenSource cancellation = new();
        Task cancelled = subject.WaitAsync(cancellation.Token);
        Task patient = subject.WaitAsync(default);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Within());
        Assert.False(patient.IsCompleted);
        gate.Open();
        await patient.Within();
    }

    [Theory]
    [InlineData(24)]
    [InlineData(-24)]
    public async Task AClockThatSteps_ChangesNothing(int hours)
    {
        int calls = 0;
        await using IPatternSubject subject = await CreateAsync(_ =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        });
        await subject.StartAsync();
        await subject.WaitAsync(default).Within();
        int before = calls;
        _time.StepWallClock(TimeSpan.FromHours(hours));
        _time.Advance(TimeSpan.FromSeconds(1));
        await subject.StartAsync();
        await subject.WaitAsync(default).Within();

        Assert.Equal((1, 2, 0L), (before, calls, subject.Failures));
    }

    [Fact]
    public async Task ACallbackThatThrows_IsCounted_AndTheNextIsCalled()
    {
        int calls = 0;
        await using IPatternSubject subject = await CreateAsync(_ => Interlocked.Increment(ref calls) <= 2
            ? throw new InvalidOperationException("the user's")
            : Task.CompletedTask);
        for (int i = 0; i < 3; i++)
        {
            await subject.StartAsync();
            await subject.WaitAsync(default).Within();
        }

        Assert.InRange(calls, 3, 5); // a write that failed is repeated
        Assert.Equal(2, subject.Failures);
    }

    /// <summary>Makes an entry, on a clock of its own.</summary>
    private protected abstract ValueTask<IPatternSubject> CreateAsync(TimeProvider time, SignalSink sink, Func<CancellationToken, Task> callback);

    private ValueTask<IPatternSubject> CreateAsync(Func<CancellationToken, Task> callback) =>
        CreateAsync(_time, new(maxCapacity: 100_000, TimeSpan.FromHours(1), _time), callback);
}
