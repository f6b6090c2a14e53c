namespace Ephemeral.Atoms.Tests.Contracts;

/// <summary>What every atom does, whatever its purpose.</summary>
public abstract class AtomContract
{
    private static readonly TimeSpan _enough = TimeSpan.FromSeconds(10); // for whatever the atom waits for

    internal ManualTimeProvider Time { get; } = new();

    /// <summary>Makes an atom over a callback, with one slot and a queue of one where it has such things.</summary>
    internal abstract AtomSubject Create(Func<CancellationToken, Task> callback);

    [Fact]
    public async Task Dispose_MayComeTwice_InAnyOrder()
    {
        foreach (string order in new[] { "sa", "as", "ss", "aa" })
        {
            AtomSubject subject = Create(static _ => Task.CompletedTask);
            await subject.UseAsync().Within();
            foreach (char kind in order) await DisposeAsync(subject, kind == 'a');
            if (subject.RefusesAfterDispose) await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => subject.UseAsync().Within());
            else await subject.UseAsync().Within();
        }
    }

    [Fact]
    public async Task Dispose_UnderLoad_LosesNobody()
    {
        AtomSubject subject = Create(static _ => Task.CompletedTask);
        using CancellationTokenSource stop = new();
        TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int used = 0;
        Task[] users = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(UseUntilRefusedAsync))];
        await loaded.Task.Within();

        Task disposed = subject.Atom.DisposeAsync().AsTask();
        await stop.CancelAsync();
        Time.Advance(_enough);
        await disposed.Within();
        await Task.WhenAll(users).Within();

        Assert.Equal(subject.OtherTimers, Time.ActiveTimers);

        async Task UseUntilRefusedAsync()
        {
            try
            {
                while (!stop.IsCancellationRequested)
                {
                    Task use = subject.UseAsync();
                    if (Interlocked.Increment(ref used) >= 40) loaded.TrySetResult();
                    if (!use.IsCompleted && subject.WaitAsync is not null) Time.Advance(_enough);
                    await use.Within();
                }
            }
            catch (Exception error) when (error is ObjectDisposedException or OperationCanceledException)
            {
                loaded.TrySetResult();
            }
        }
    }

    [Fact]
    public async Task Cancel_DuringAWait_EndsThatWait_AndNothingElse()
    {
        Gate gate = new();
        AtomSubject subject = Create(_ => gate.WaitAsync());
        await using IAsyncDisposable atom = subject.Atom;
        if (subject.WaitAsync is not { } wait) return;
        using CancellationTokenSource cancellation = new();
        Task waiting = wait(cancellation.Token);
        Assert.False(waiting.IsCompleted);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Within());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait(cancellation.Token).Within()); // cancelled before
        gate.Open();
        await UseAndSettleAsync(subject);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task AStepOfTheWallClock_ChangesNothing(int days)
    {
        int called = 0;
        AtomSubject subject = Create(_ =>
        {
            Interlocked.Increment(ref called);
            return Task.CompletedTask;
        });
        await using IAsyncDisposable atom = subject.Atom;

        await subject.UseAsync().Within();
        Time.StepWallClock(TimeSpan.FromDays(days));
        await SettleAsync(subject);
        await UseAndSettleAsync(subject);

        Assert.Equal(2, called);
    }

    [Fact]
    public async Task ACallbackThatThrows_IsCounted_AndHarmsNothingElse()
    {
        int called = 0;
        AtomSubject subject = Create(_ => Interlocked.Increment(ref called) == 1 ? throw new InvalidOperationException("callback") : Task.CompletedTask);
        await using IAsyncDisposable atom = subject.Atom;
        try
        {
            await UseAndSettleAsync(subject);
        }
        catch (InvalidOperationException error) when (error.Message == "callback")
        {
            // Whoever waits for the outcome is told of it.
        }

        Assert.Equal(1, subject.Failures());
        await UseAndSettleAsync(subject);
        Assert.Equal((1, 2), (subject.Failures(), called));
    }

    [Fact]
    public async Task ACallbackThatNeverEnds_DoesNotHoldUpDispose()
    {
        Gate gate = new();
        AtomSubject subject = Create(ct => gate.WaitAsync(ct));
        Task used = subject.UseAsync();

        ((IDisposable)subject.Atom).Dispose();

        gate.Open();
        await subject.Atom.DisposeAsync().Within();
        await used.ContinueWith(static _ => { }, TaskScheduler.Default).Within();
    }

    private static async Task DisposeAsync(AtomSubject subject, bool isAsync)
    {
        if (isAsync) await subject.Atom.DisposeAsync().Within();
        else ((IDisposable)subject.Atom).Dispose();
    }

    private async Task UseAndSettleAsync(AtomSubject subject)
    {
        Task used = subject.UseAsync();
        Time.Advance(_enough);
        await used.Within();
        await SettleAsync(subject);
    }

    private async Task SettleAsync(AtomSubject subject)
    {
        Task settled = subject.SettleAsync();
        Time.Advance(_enough);
        await settled.Within();
    }
}
