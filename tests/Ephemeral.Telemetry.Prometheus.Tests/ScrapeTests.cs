using System.Collections.Concurrent;
using System.Text;
using Ephemeral.Telemetry.Prometheus.Exposition;
using Ephemeral.Telemetry.Prometheus.Scraping;

namespace Ephemeral.Telemetry.Prometheus.Tests;

public sealed class ScrapeTests
{
    private const int MaxBytes = 4_096;

    private readonly ManualTimeProvider _time = new();
    private readonly ConcurrentQueue<TaskCompletionSource> _holds = new();
    private int _fills;

    [Fact]
    public async Task ConcurrentScrapes_ShareOneCollection()
    {
        TaskCompletionSource hold = Hold();
        PrometheusScrape scrape = Create(TimeSpan.Zero);

        ScrapePage[] pages = [.. Enumerable.Range(0, 10).Select(_ => scrape.Lease(ExpositionFormat.Text))];
        hold.SetResult();
        await pages[0].Completion.Within();

        Assert.Single(pages.Distinct());
        Assert.Equal(1, _fills);
        Assert.NotSame(pages[0], await PassAsync(scrape, ExpositionFormat.Text));
        Assert.Equal(2, _fills);
    }

    [Fact]
    public async Task OtherFormat_WaitsForItsOwnCollection()
    {
        TaskCompletionSource hold = Hold();
        PrometheusScrape scrape = Create(TimeSpan.Zero);

        ScrapePage text = scrape.Lease(ExpositionFormat.Text);
        ScrapePage open = scrape.Lease(ExpositionFormat.OpenMetrics);
        Assert.Same(open, scrape.Lease(ExpositionFormat.OpenMetrics));
        Assert.False(open.Completion.IsCompleted);
        hold.SetResult();
        await Task.WhenAll(text.Completion, open.Completion).Within();

        Assert.Equal(2, _fills);
        Assert.NotEqual(Content(text), Content(open));
    }

    [Fact]
    public async Task Cache_ServesUntilItsDurationHasPassed()
    {
        PrometheusScrape scrape = Create(TimeSpan.FromSeconds(1));
        ScrapePage first = await PassAsync(scrape, ExpositionFormat.Text);

        _time.Advance(TimeSpan.FromMilliseconds(999));
        _time.StepWallClock(TimeSpan.FromDays(1));
        Assert.Same(first, await PassAsync(scrape, ExpositionFormat.Text));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotSame(first, await PassAsync(scrape, ExpositionFormat.Text));
    }

    [Fact]
    public async Task Failure_IsNotCached()
    {
        PrometheusScrape scrape = new(
            page => page.Failure = ++_fills == 1 ? new ScrapeFailure(500, "once") : null, TimeSpan.FromSeconds(1), MaxBytes, _time);

        Assert.NotNull((await PassAsync(scrape, ExpositionFormat.Text)).Failure);
        Assert.Null((await PassAsync(scrape, ExpositionFormat.Text)).Failure);
    }

    [Fact]
    public async Task ThrowingCollection_FailsItsPageOnly()
    {
        PrometheusScrape scrape = new(
            _ =>
            {
                if (++_fills == 1) throw new InvalidOperationException("broken");
            },
            TimeSpan.Zero, MaxBytes, _time);

        Assert.Contains("InvalidOperationException", (await PassAsync(scrape, ExpositionFormat.Text)).Failure!.Message, StringComparison.Ordinal);
        Assert.Null((await PassAsync(scrape, ExpositionFormat.Text)).Failure);
    }

    [Fact]
    public async Task Buffer_IsUsedAgainOnlyAfterTheLastLease()
    {
        PrometheusScrape scrape = Create(TimeSpan.Zero);
        ScrapePage slow = scrape.Lease(ExpositionFormat.Text);
        await slow.Completion.Within();
        string before = Content(slow);

        ScrapePage second = await PassAsync(scrape, ExpositionFormat.Text);
        Assert.NotSame(slow.Buffer, second.Buffer);
        Assert.Equal(before, Content(slow));
        scrape.Release(slow);

        ScrapePage third = scrape.Lease(ExpositionFormat.Text);
        ScrapePage fourth = scrape.Lease(ExpositionFormat.OpenMetrics);
        Assert.Equal(new HashSet<ExpositionBuffer> { slow.Buffer, second.Buffer }, [third.Buffer, fourth.Buffer]);
    }

    [Fact]
    public async Task AbandonedScrape_DoesNotHarmTheNext()
    {
        TaskCompletionSource hold = Hold();
        PrometheusScrape scrape = Create(TimeSpan.Zero);
        ScrapePage abandoned = scrape.Lease(ExpositionFormat.Text);
        scrape.Release(abandoned);

        ScrapePage joined = scrape.Lease(ExpositionFormat.Text);
        hold.SetResult();
        await joined.Completion.Within();

        Assert.Same(abandoned, joined);
        Assert.Equal("page 1 Text", Content(joined));
        scrape.Release(joined);
        Assert.Equal("page 2 Text", Content(await LeaseAsync(scrape, ExpositionFormat.Text)));
    }

    [Fact]
    public async Task Stress_EveryReaderSeesAWholePage()
    {
        PrometheusScrape scrape = Create(TimeSpan.Zero);
        int pages = 0;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            Random random = new(worker);
            for (int i = 0; i < 2_000; i++)
            {
                ExpositionFormat format = (ExpositionFormat)random.Next(2);
                ScrapePage page = scrape.Lease(format);
                if (random.Next(4) > 0)
                {
                    await page.Completion;
                    string first = Content(page);
                    Assert.EndsWith(format.ToString(), first, StringComparison.Ordinal);
                    if (random.Next(2) == 0) await Task.Yield();
                    Assert.Equal(first, Content(page));
                    Interlocked.Increment(ref pages);
                }
                scrape.Release(page);
            }
        }))).Within();

        Assert.InRange(pages, _fills / 4, 8_000);
    }

    private PrometheusScrape Create(TimeSpan cacheDuration) => new(Fill, cacheDuration, MaxBytes, _time);

    private void Fill(ScrapePage page)
    {
        // Collections are synchronous, so the one that a test holds keeps its pool thread.
        if (_holds.TryDequeue(out TaskCompletionSource? hold)) hold.Task.Wait(TestTimeout.Limit);
        page.Buffer.Reset();
        page.Buffer.WriteText($"page {++_fills} {page.Format}");
        page.IsRendered = true;
    }

    private TaskCompletionSource Hold()
    {
        TaskCompletionSource hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _holds.Enqueue(hold);
        return hold;
    }

    private static async Task<ScrapePage> LeaseAsync(PrometheusScrape scrape, ExpositionFormat format)
    {
        ScrapePage page = scrape.Lease(format);
        await page.Completion.Within();
        return page;
    }

    private static async Task<ScrapePage> PassAsync(PrometheusScrape scrape, ExpositionFormat format)
    {
        ScrapePage page = await LeaseAsync(scrape, format);
        scrape.Release(page);
        return page;
    }

    private static string Content(ScrapePage page) => Encoding.UTF8.GetString(page.Buffer.Written);
}
