using Ephemeral.Engine;
using Ephemeral.Engine.Handlers;
using Ephemeral.Engine.Queues;

namespace Ephemeral;

/// <summary>One run over a collection: it pulls an item when a slot frees, so its memory does not depend on the collection's length.</summary>
internal sealed class ForEachRun<T> : CoordinatorBase
{
    private readonly WorkEngine<Indexed<T>, NoTag, NoResult, FifoQueue<Indexed<T>>, BodyHandler<Indexed<T>>> _engine;

    public ForEachRun(BodyHandler<Indexed<T>> body, EphemeralOptions? options, SignalSink? sink)
        : base(options, TraitsOf(sink))
    {
        _engine = CreateEngine<Indexed<T>, NoTag, NoResult, FifoQueue<Indexed<T>>, BodyHandler<Indexed<T>>>(default, body);
    }

    /// <summary>Returns what every loop over a collection says about itself, also one that is fed.</summary>
    public static CoordinatorTraits TraitsOf(SignalSink? sink) => CoordinatorTraits.Of<T>("foreach") with { Sink = sink, IsOneShot = true };

    /// <summary>Runs every item and waits for the last.</summary>
    /// <returns>What the collection's enumerator threw; null when it did not.</returns>
    public async Task<Exception?> RunAsync(IEnumerable<T> items)
    {
        CollectionSource<T> source = new(items, pullsAhead: Options.OnSample is null);
        _engine.Start(source);
        await _engine.Drained.ConfigureAwait(false);
        if (!_engine.IsCancelled) await FinishHandlersAsync().ConfigureAwait(false);
        return source.Close();
    }
}
