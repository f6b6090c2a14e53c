using Ephemeral.Engine;
using Ephemeral.Engine.Handlers;
using Ephemeral.Engine.Queues;

namespace Ephemeral;

/// <summary>One run over a collection: it pulls an item when a slot frees, so its memory does not depend on the collection's length.</summary>
internal sealed class ForEachRun<T> : CoordinatorBase
{
    private readonly WorkEngine<Indexed<T>, NoTag, NoResult, SourceQueue<Indexed<T>>, BodyHandler<Indexed<T>>> _engine;
    private readonly ItemSource<Indexed<T>> _source;

    public ForEachRun(IEnumerator<Indexed<T>> items, BodyHandler<Indexed<T>> body, EphemeralOptions? options, SignalSink? sink)
        : base(options, CoordinatorTraits.Of<T>("foreach") with { Sink = sink, IsOneShot = true })
    {
        _source = new(items);
        _engine = CreateEngine<Indexed<T>, NoTag, NoResult, SourceQueue<Indexed<T>>, BodyHandler<Indexed<T>>>(new(_source), body);
    }

    /// <summary>Runs every item and waits for the last. What the collection's enumerator throws surfaces here.</summary>
    public async Task RunAsync()
    {
        _engine.Start();
        await _engine.Drained.ConfigureAwait(false);
        if (_source.Failure is { } failure) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }
}
