using Ephemeral.Internal;

namespace Ephemeral;

/// <content>Feeding collections and asynchronous sources into the coordinator.</content>
public abstract partial class CoordinatorBase
{
    private Task? _source;
    private CancellationTokenSource? _sourceStop;
    private Exception? _sourceError; // set before intake closes

    private protected static async ValueTask<int> EnqueueAllAsync<TItem>(IEnumerable<TItem> items, Func<TItem, ValueTask<long>> enqueue)
    {
        ArgumentNullException.ThrowIfNull(items);
        int count = 0;
        foreach (TItem item in items)
        {
            await enqueue(item).ConfigureAwait(false);
            count++;
        }

        return count;
    }

    /// <summary>Feeds a source into the coordinator until it ends, then completes. What the source throws surfaces in <see cref="DrainAsync"/>.</summary>
    /// <remarks>Without the context of whoever made the coordinator, such as a request's, which would live as long as the source.</remarks>
    private protected void Follow<TItem>(IAsyncEnumerable<TItem> source, Func<TItem, CancellationToken, ValueTask<long>> enqueue)
    {
        _sourceStop = new();
        _source = CleanContext.Run(() => FeedAsync(source, enqueue, _sourceStop.Token));
        if (IsCompleted) StopSource(); // a drain signal came before there was a source to stop
    }

    /// <summary>Tells the source that nothing more is wanted of it, without running its callbacks here.</summary>
    private void StopSource()
    {
        if (_sourceStop is not null) _ = StopSourceAsync(_sourceStop);
    }

    private async Task StopSourceAsync(CancellationTokenSource stop)
    {
        try
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _callbacks.Failed(nameof(CancellationToken), error);
        }
    }

    private async Task FeedAsync<TItem>(IAsyncEnumerable<TItem> source, Func<TItem, CancellationToken, ValueTask<long>> enqueue, CancellationToken stop)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // the source's code never runs in the constructor
        try
        {
            await foreach (TItem item in source.WithCancellation(stop).ConfigureAwait(false))
                if (!await TryFeedAsync(item, enqueue).ConfigureAwait(false)) return;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Intake was closed: the source is no longer wanted.
        }
        catch (Exception error)
        {
            _sourceError = error;
        }
        finally
        {
            Complete();
        }
    }

    /// <summary>Enqueues one item of the source; false when the coordinator was completed or disposed meanwhile.</summary>
    private async ValueTask<bool> TryFeedAsync<TItem>(TItem item, Func<TItem, CancellationToken, ValueTask<long>> enqueue)
    {
        try
        {
            await enqueue(item, _stopping.Token).ConfigureAwait(false);
            return true;
        }
        catch (InvalidOperationException) when (IsCompleted)
        {
            return false;
        }
    }
}
