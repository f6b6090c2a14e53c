using Ephemeral.Telemetry.Prometheus.Exposition;

namespace Ephemeral.Telemetry.Prometheus.Scraping;

/// <summary>Makes pages: one collection at a time, shared by all who ask meanwhile and for as long as the cache lasts.</summary>
/// <remarks>
/// <para>A collection belongs to no request. A request that goes away ends its own wait and its lease, nothing else.</para>
/// <para>At most one page a format is wanted, running or cached; two spare buffers are kept for the next scrapes.</para>
/// </remarks>
internal sealed class PrometheusScrape(Action<ScrapePage> fill, TimeSpan cacheDuration, int maxBytes, TimeProvider timeProvider)
{
    private const int SpareBuffers = 2;

    private readonly Lock _gate = new();
    private readonly ScrapePage?[] _newest = new ScrapePage?[2]; // guarded by _gate
    private readonly Stack<ExpositionBuffer> _spare = new(SpareBuffers); // guarded by _gate
    private ScrapePage? _waiting; // guarded by _gate; the other format, while one is collected
    private bool _isCollecting; // guarded by _gate

    /// <summary>Returns the page to wait for, with a lease that must be given back with <see cref="Release"/>.</summary>
    public ScrapePage Lease(ExpositionFormat format)
    {
        ScrapePage page;
        bool start = false;
        lock (_gate)
        {
            ScrapePage? newest = _newest[(int)format];
            if (newest is not null && IsUsable(newest))
            {
                newest.Leases++;
                return newest;
            }

            if (newest is not null) Forget(newest);
            page = new ScrapePage(format, _spare.TryPop(out ExpositionBuffer? buffer) ? buffer : new ExpositionBuffer(maxBytes))
            {
                Leases = 2, // one for the caller, one for the place among the newest
            };
            _newest[(int)format] = page;
            if (_isCollecting) _waiting = page;
            else start = _isCollecting = true;
        }
        // Away from the request: its cancellation, its trace and its context are not the collection's.
        if (start) ThreadPool.UnsafeQueueUserWorkItem(Collect, page, preferLocal: false);
        return page;
    }

    /// <summary>Gives a lease back; the last one returns the buffer.</summary>
    public void Release(ScrapePage page)
    {
        lock (_gate) ReleaseUnderGate(page);
    }

    private void Collect(ScrapePage page)
    {
        for (ScrapePage? next = page; next is not null;)
        {
            ScrapePage done = next;
            Fill(done);
            lock (_gate)
            {
                done.IsCompleted = true;
                done.CompletedAt = timeProvider.GetTimestamp();
                if (!IsUsable(done)) Forget(done);
                next = _waiting;
                _waiting = null;
                _isCollecting = next is not null;
            }
            done.SetCompleted();
        }
    }

    private void Fill(ScrapePage page)
    {
        try
        {
            fill(page);
        }
        catch (Exception exception)
        {
            // Whatever it was, the next scrape must be able to start; the requests that wait here read this one's name.
            page.Failure = new ScrapeFailure(500, $"The collection failed: {exception.GetType().Name}.");
        }
    }

    private bool IsUsable(ScrapePage page) => !page.IsCompleted
        || (page.Failure is null && cacheDuration > TimeSpan.Zero && timeProvider.GetElapsedTime(page.CompletedAt) < cacheDuration);

    private void Forget(ScrapePage page)
    {
        if (_newest[(int)page.Format] != page) return;
        _newest[(int)page.Format] = null;
        ReleaseUnderGate(page);
    }

    private void ReleaseUnderGate(ScrapePage page)
    {
        if (--page.Leases == 0 && _spare.Count < SpareBuffers) _spare.Push(page.Buffer);
    }
}
