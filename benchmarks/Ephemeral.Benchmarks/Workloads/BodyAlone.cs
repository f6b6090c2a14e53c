namespace Ephemeral.Benchmarks.Workloads;

/// <summary>The body without any queue: what it allocates is not a queue's fault.</summary>
internal sealed class BodyAlone(BodyKind kind) : Workload
{
    private readonly WorkBody _body = new(kind);

    public override async Task RunAsync(int items)
    {
        Task ended = _body.End.Begin(producers: 1, items);
        for (int item = items - 1; item >= 0; item--) await _body.Plain(item, CancellationToken.None);
        await ended;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
