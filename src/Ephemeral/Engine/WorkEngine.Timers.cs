namespace Ephemeral.Engine;

/// <summary>Waking up by itself.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    private static readonly TimeSpan _longestWait = TimeSpan.FromDays(1); // every tick looks again, and timers end at 49 days

    /// <summary>Sets a one-shot timer to a stamp, making it on first use so that it keeps no request's context alive.</summary>
    private void Arm(ref ITimer? timer, Action<WorkEngine<TItem, TTag, TResult, TQueue, THandler>> tick, long due)
    {
        TimeSpan wait = _settings.Clock.Span(due - _settings.Clock.Now());
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > _longestWait ? _longestWait : wait;
        if (timer is not null)
        {
            timer.Change(wait, Timeout.InfiniteTimeSpan);
            return;
        }

        using AsyncFlowControl flow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        timer = _settings.Clock.Time.CreateTimer(_ => tick(this), null, wait, Timeout.InfiniteTimeSpan);
    }
}
