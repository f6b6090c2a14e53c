using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Ephemeral.Engine.Handlers;
using Ephemeral.Internal;

namespace Ephemeral;

/// <summary>Runs a body once for each item of a collection, with bounded concurrency and everything that coordinators observe.</summary>
/// <remarks>
/// <para>Every item is run. If any failed, the returned task faults at the end with <see cref="EphemeralForEachException"/>, which
/// names each by its index; what the collection itself threw is among its inner exceptions, or is thrown as it is when no item failed.
/// On cancellation no more items start, the running bodies are waited for, and then
/// <see cref="OperationCanceledException"/> is thrown.</para>
/// <para>A collection is pulled when a slot frees, under a lock of its own: nothing is buffered. An asynchronous collection, and one
/// with keys, is read ahead by at most <see cref="EphemeralOptions.QueueCapacity"/> items.</para>
/// </remarks>
public static class ParallelEphemeral
{
    /// <summary>Runs a body for each item of a collection.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="body"/> is null.</exception>
    /// <exception cref="ArgumentException">Options are not valid; the message lists every fault.</exception>
    [OverloadResolutionPriority(1)]
    public static Task EphemeralForEachAsync<T>(
        this IEnumerable<T> source,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        return RunAsync(source, failed => new((item, ct) => body(item.Item, ct), failed), options, null, cancellationToken);
    }

    /// <summary>Runs a body for each item of a collection; the body takes the operation that it runs as.</summary>
    /// <param name="source">The collection.</param>
    /// <param name="body">The body.</param>
    /// <param name="options">Limits and signal rules.</param>
    /// <param name="signals">Where the operations' signals go; beats the sink of the options.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <inheritdoc cref="EphemeralForEachAsync{T}(IEnumerable{T}, Func{T, CancellationToken, Task}, EphemeralOptions?, CancellationToken)"/>
    public static Task EphemeralForEachAsync<T>(
        this IEnumerable<T> source,
        Func<T, EphemeralOperation, Task> body,
        EphemeralOptions? options = null,
        SignalSink? signals = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        return RunAsync(source, failed => new((item, operation, _) => body(item.Item, operation), failed), options, signals, cancellationToken);
    }

    /// <summary>Runs a body for each item of a collection; items with equal keys follow each other in the collection's order.</summary>
    /// <inheritdoc cref="EphemeralForEachAsync{T}(IEnumerable{T}, Func{T, CancellationToken, Task}, EphemeralOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static Task EphemeralForEachAsync<T, TKey>(
        this IEnumerable<T> source,
        Func<T, TKey> keySelector,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.ToAsync().EphemeralForEachAsync(keySelector, body, options, cancellationToken);
    }

    /// <summary>Runs a body, which takes the operation that it runs as, for each item; items with equal keys follow each other in the collection's order.</summary>
    /// <inheritdoc cref="EphemeralForEachAsync{T}(IEnumerable{T}, Func{T, EphemeralOperation, Task}, EphemeralOptions?, SignalSink?, CancellationToken)"/>
    public static Task EphemeralForEachAsync<T, TKey>(
        this IEnumerable<T> source,
        Func<T, TKey> keySelector,
        Func<T, EphemeralOperation, Task> body,
        EphemeralOptions? options = null,
        SignalSink? signals = null,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.ToAsync().EphemeralForEachAsync(keySelector, body, options, signals, cancellationToken);
    }

    /// <summary>Runs a body for each item of an asynchronous collection.</summary>
    /// <inheritdoc cref="EphemeralForEachAsync{T}(IEnumerable{T}, Func{T, CancellationToken, Task}, EphemeralOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static Task EphemeralForEachAsync<T>(
        this IAsyncEnumerable<T> source,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        return FeedAsync(source, failed => new((item, ct) => body(item.Item, ct), failed), options, null, cancellationToken);
    }

    /// <summary>Runs a body for each item of an asynchronous collection; the body takes the operation that it runs as.</summary>
    /// <inheritdoc cref="EphemeralForEachAsync{T}(IEnumerable{T}, Func{T, EphemeralOperation, Task}, EphemeralOptions?, SignalSink?, CancellationToken)"/>
    public static Task EphemeralForEachAsync<T>(
        this IAsyncEnumerable<T> source,
        Func<T, EphemeralOperation, Task> body,
        EphemeralOptions? options = null,
        SignalSink? signals = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        return FeedAsync(source, failed => new((item, operation, _) => body(item.Item, operation), failed), options, signals, cancellationToken);
    }

    /// <summary>Runs a body for each item of an asynchronous collection; items with equal keys follow each other in the collection's order.</summary>
    /// <inheritdoc cref="EphemeralForEachAsync{T}(IEnumerable{T}, Func{T, CancellationToken, Task}, EphemeralOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static Task EphemeralForEachAsync<T, TKey>(
        this IAsyncEnumerable<T> source,
        Func<T, TKey> keySelector,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(body);
        return FeedAsync(source, keySelector, failed => new((item, ct) => body(item.Item, ct), failed), options, null, cancellationToken);
    }

    /// <summary>Runs a body, which takes the operation that it runs as, for each item; items with equal keys follow each other in the collection's order.</summary>
    /// <inheritdoc cref="EphemeralForEachAsync{T}(IEnumerable{T}, Func{T, EphemeralOperation, Task}, EphemeralOptions?, SignalSink?, CancellationToken)"/>
    public static Task EphemeralForEachAsync<T, TKey>(
        this IAsyncEnumerable<T> source,
        Func<T, TKey> keySelector,
        Func<T, EphemeralOperation, Task> body,
        EphemeralOptions? options = null,
        SignalSink? signals = null,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(body);
        return FeedAsync(source, keySelector, failed => new((item, operation, _) => body(item.Item, operation), failed), options, signals, cancellationToken);
    }

    private static async Task RunAsync<T>(
        IEnumerable<T> source,
        Func<Action<Indexed<T>, Exception>, BodyHandler<Indexed<T>>> body,
        EphemeralOptions? options,
        SignalSink? sink,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ForEachFailures failures = new();
        Exception? sourceError;
        ForEachRun<T> run = new(body((item, error) => failures.Add(item.Index, error)), options, sink);
        using (cancellationToken.UnsafeRegister(static run => ((ForEachRun<T>)run!).Cancel(), run))
        await using (run.ConfigureAwait(false))
        {
            sourceError = await run.RunAsync(source).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfAny(failures, sourceError);
    }

    private static Task FeedAsync<T>(
        IAsyncEnumerable<T> source,
        Func<Action<Indexed<T>, Exception>, BodyHandler<Indexed<T>>> body,
        EphemeralOptions? options,
        SignalSink? sink,
        CancellationToken cancellationToken) => FeedAsync(
            source,
            failed => new EphemeralWorkCoordinator<Indexed<T>>(body(failed), options, ForEachRun<T>.TraitsOf(sink)),
            static (coordinator, item, ct) => coordinator.EnqueueAsync(item, ct),
            cancellationToken);

    private static Task FeedAsync<T, TKey>(
        IAsyncEnumerable<T> source,
        Func<T, TKey> keySelector,
        Func<Action<Indexed<T>, Exception>, BodyHandler<Indexed<T>>> body,
        EphemeralOptions? options,
        SignalSink? sink,
        CancellationToken cancellationToken)
        where TKey : notnull => FeedAsync(
            source,
            failed => new EphemeralKeyedWorkCoordinator<Indexed<T>, TKey>(item => keySelector(item.Item), body(failed), options, ForEachRun<T>.TraitsOf(sink)),
            static (coordinator, item, ct) => coordinator.EnqueueAsync(item, ct),
            cancellationToken);

    private static async Task FeedAsync<T, TCoordinator>(
        IAsyncEnumerable<T> source,
        Func<Action<Indexed<T>, Exception>, TCoordinator> create,
        Func<TCoordinator, Indexed<T>, CancellationToken, ValueTask<long>> enqueue,
        CancellationToken cancellationToken)
        where TCoordinator : CoordinatorBase
    {
        cancellationToken.ThrowIfCancellationRequested();
        ForEachFailures failures = new();
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // the collection may take its time: not on the caller's thread
        TCoordinator coordinator = create((item, error) => failures.Add(item.Index, error));
        await using ConfiguredAsyncDisposable disposing = coordinator.ConfigureAwait(false);
        Exception? sourceError = null;
        try
        {
            sourceError = await FeedAsync(source, item => enqueue(coordinator, item, cancellationToken), cancellationToken).ConfigureAwait(false);
            coordinator.Complete();
            await coordinator.DrainAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            coordinator.Cancel();
            await coordinator.Drained.ConfigureAwait(false); // waits for the running bodies, however long disposing may
            throw;
        }

        ThrowIfAny(failures, sourceError);
    }

    /// <summary>Enqueues the items of a source one after the other.</summary>
    /// <returns>What the source or the key selector threw: what was accepted before runs all the same. Null when neither did.</returns>
    private static async Task<Exception?> FeedAsync<T>(
        IAsyncEnumerable<T> source, Func<Indexed<T>, ValueTask<long>> enqueue, CancellationToken cancellationToken)
    {
        try
        {
            int index = 0;
            await foreach (T item in source.WithCancellation(cancellationToken).ConfigureAwait(false))
                await enqueue(new(index++, item)).ConfigureAwait(false);

            return null;
        }
        catch (Exception error) when (!(error is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            return error;
        }
    }

#pragma warning disable CS1998 // a collection at hand is an asynchronous one that never waits
    private static async IAsyncEnumerable<T> ToAsync<T>(this IEnumerable<T> source)
    {
        foreach (T item in source) yield return item;
    }
#pragma warning restore CS1998 // as above

    private static void ThrowIfAny(ForEachFailures failures, Exception? sourceError)
    {
        (IReadOnlyList<(int Index, Exception Error)> failed, long count) = failures.Take();
        if (count > 0) throw new EphemeralForEachException(failed, count, sourceError);
        if (sourceError is not null) ExceptionDispatchInfo.Throw(sourceError);
    }
}
