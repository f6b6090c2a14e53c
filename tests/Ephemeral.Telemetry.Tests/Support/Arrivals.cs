namespace Ephemeral.Telemetry.Tests;

/// <summary>A gate at which a number of bodies meet before the test goes on.</summary>
internal sealed class Arrivals(int expected)
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    public Task All => _all.Task.Within();

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _arrived) == expected) _all.TrySetResult();
        return _opened.Task.WaitAsync(cancellationToken);
    }

    public void Open() => _opened.TrySetResult();
}
