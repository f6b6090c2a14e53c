using Ephemeral.Tests.Models;

namespace Ephemeral.Tests.Jobs.Models;

/// <summary>The attempts of one run: each waits until it is told how to end.</summary>
internal sealed class JobCell(bool obeysToken)
{
    private volatile TaskCompletionSource<bool>? _end;

    public long Id { get; private set; }

    public Tally Starts { get; } = new();

    public async Task RunAsync(EphemeralOperation operation, CancellationToken cancellationToken)
    {
        TaskCompletionSource<bool> end = _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Id = operation.Id;
        Starts.Add();
        bool succeeds = await end.Task.WaitAsync(obeysToken ? cancellationToken : CancellationToken.None);
        if (!succeeds) throw new InvalidOperationException("told to fail");
    }

    public void End(bool succeeds) => _end?.TrySetResult(succeeds);
}
