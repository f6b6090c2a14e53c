namespace Ephemeral.Patterns.Tests.Contracts;

/// <summary>An entry that is made of a few functions.</summary>
internal sealed class AtomSubject(IAsyncDisposable entry, Func<Task> start, Func<CancellationToken, Task> wait, Func<long> failures) : IPatternSubject
{
    public long Failures => failures();

    public Task StartAsync() => start();

    public Task WaitAsync(CancellationToken cancellationToken) => wait(cancellationToken);

    public void Dispose() => ((IDisposable)entry).Dispose();

    public ValueTask DisposeAsync() => entry.DisposeAsync();
}
