namespace Ephemeral.Atoms.Tests.Retry;

/// <summary>Attempts, waits and outcomes.</summary>
public sealed class RetryAtomTests
{
    private static readonly TimeSpan _delay = TimeSpan.FromMilliseconds(100);

    private readonly ManualTimeProvider _time = new();
    private readonly EndCounter _ends = new();
    private int _attempts;

    [Fact]
    public async Task ExecuteAsync_ReturnsWhenAnAttemptSucceeds()
    {
        await using RetryAtom<string> atom = Create(failures: 2);
        Task executed = atom.ExecuteAsync("a");
        await _ends.Reached(1);
        _time.Advance(_delay);
        await _ends.Reached(2);
        _time.Advance(2 * _delay);

        await executed.Within();

        Assert.Equal((3, 1L, 0L), (_attempts, atom.GetMetrics().Completed, atom.GetMetrics().Failed));
    }

    [Fact]
    public async Task ExecuteAsync_ThrowsWhatTheLastAttemptThrew()
    {
        await using RetryAtom<string> atom = Create(failures: int.MaxValue, new() { MaxRetries = 3, InitialDelay = TimeSpan.Zero });

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => atom.ExecuteAsync("a").Within());

        Assert.Equal("attempt 4", error.Message);
    }

    [Fact]
    public async Task WhoGivesUpBetweenAttempts_IsNotTriedAgain()
    {
        await using RetryAtom<string> atom = Create(failures: int.MaxValue);
        using CancellationTokenSource cancellation = new();
        Task executed = atom.ExecuteAsync("a", cancellation.Token);
        await _ends.Reached(1);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => executed.Within());
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal((1, 0, 1L), (_attempts, atom.Stats().Pending, atom.GetMetrics().Cancelled));
    }

    [Fact]
    public async Task WhoGivesUpDuringAnAttempt_CancelsIt()
    {
        TaskCompletionSource running = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RetryAtom<int> atom = new(async (_, ct) =>
        {
            running.TrySetResult();
            await Task.Delay(Timeout.Infinite, ct);
        });
        using CancellationTokenSource cancellation = new();
        Task executed = atom.ExecuteAsync(1, cancellation.Token);
        await running.Task.Within();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => executed.Within());
        await atom.DrainAsync().Within();
        Assert.Equal((0, 0L), (atom.Stats().Pending, atom.GetMetrics().Completed));
    }

    [Fact]
    public async Task TheWait_HoldsNoSlot()
    {
        await using RetryAtom<string> atom = Create(failures: 1);
        await atom.EnqueueAsync("a");
        await _ends.Reached(1);

        await atom.EnqueueAsync("b");
        await _ends.Reached(2);

        Assert.Equal((1, 0, 1L), (atom.Stats().Pending, atom.Stats().Active, atom.Stats().Completed));
        Task drained = atom.DrainAsync();
        Assert.False(drained.IsCompleted);
        _time.Advance(_delay);
        await drained.Within();
        Assert.Equal(2, atom.Stats().Completed);
    }

    [Fact]
    public async Task AComputedBackoff_IsGivenTheNumberOfTheAttempt()
    {
        List<int> asked = [];
        await using RetryAtom<int> atom = new(
            (_, _) => ++_attempts < 4 ? throw new InvalidOperationException() : Task.CompletedTask,
            maxRetries: 5,
            attempt =>
            {
                asked.Add(attempt);
                return TimeSpan.Zero;
            });

        await atom.ExecuteAsync(1).Within();

        Assert.Equal([1, 2, 3], asked);
    }

    [Fact]
    public async Task ShouldRetry_Decides()
    {
        await using RetryAtom<string> atom = Create(failures: 1, new() { ShouldRetry = static error => error is TimeoutException });

        await Assert.ThrowsAsync<InvalidOperationException>(() => atom.ExecuteAsync("a").Within());

        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task ExecuteAsync_InsideItsOwnBody_IsRefused()
    {
        RetryAtom<int>? atom = null;
        atom = new((_, _) => atom!.ExecuteAsync(2), new() { MaxRetries = 0 });
        await using RetryAtom<int> owned = atom;

        await Assert.ThrowsAsync<InvalidOperationException>(() => owned.ExecuteAsync(1).Within());
    }

    [Fact]
    public void ImpossibleRetries_AreRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(static () =>
            new RetryAtom<int>(static (_, _) => Task.CompletedTask, maxRetries: -1, -_delay, backoffMultiplier: 0.5, maxConcurrency: 0));

        Assert.Equal(
            """
            EphemeralOptions is not valid (4 faults):
              MaxConcurrency must be at least 1 but was 0.
              Retry: MaxRetries must be at least 0 but was -1.
              Retry: InitialDelay must not be negative but was -00:00:00.1000000.
              Retry: BackoffMultiplier must be a number of at least 1 but was 0.5.
            """.ReplaceLineEndings("\n"),
            error.Message);
        Assert.Throws<ArgumentNullException>(static () => new RetryAtom<int>(null!));
        Assert.Throws<ArgumentNullException>(static () => new RetryAtom<int>(static (_, _) => Task.CompletedTask, 1, null!));
    }

    private RetryAtom<string> Create(int failures, RetryPolicy? policy = null)
    {
        Dictionary<string, int> failed = [];
        return new(
            (item, _) =>
            {
                _attempts++;
                int times = failed.GetValueOrDefault(item);
                failed[item] = times + 1;
                return item != "b" && times < failures ? throw new InvalidOperationException($"attempt {times + 1}") : Task.CompletedTask;
            },
            policy,
            new() { MaxConcurrency = 1, TimeProvider = _time, OnSample = _ends.OnSample });
    }
}
