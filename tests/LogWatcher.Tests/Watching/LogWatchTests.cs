using System.IO.Pipelines;
using System.Text;
using LogWatcher.Formats;
using LogWatcher.Watching;
using Microsoft.Extensions.Logging;

namespace LogWatcher.Tests.Watching;

public sealed class LogWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lock _gate = new();
    private readonly List<LogEvent> _events = []; // guarded by _gate
    private readonly List<string> _failures = []; // guarded by _gate

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ErrorCount_EqualsThatOfACountOverTheText()
    {
        Random random = new(20260301);
        string[] levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"];
        string[] endings = ["\n", "\r\n", "\n\tat a.B(C.java:1)\n", "\nCaused by: x.YException: z\n", "\n"];
        StringBuilder text = new();
        int expected = 0;
        int lines = 0;
        for (int i = 0; i < 20_000; i++)
        {
            string level = levels[random.Next(levels.Length)];
            string ending = endings[random.Next(endings.Length)];
            if (level == "ERROR") expected++;
            lines += ending.Count(letter => letter == '\n');
            text.Append($"2026-03-01 10:00:00,{i % 1000:000} {level,-5} [main] a.B: message {i}{new string('é', random.Next(50))}{ending}");
        }

        File.WriteAllText(_folder["a.log"], text.ToString());

        SourceSummary summary = Assert.Single((await ReadOnceAsync(_folder["a.log"])).Sources);

        Assert.Equal(expected, summary.Errors);
        Assert.Equal(lines, summary.Lines);
        Assert.Equal(20_000, summary.Events.Sum());
        lock (_gate) Assert.Equal(expected, _events.Count(logEvent => logEvent.Level == LogLevel.Error));
    }

    [Fact]
    public async Task InvalidUtf8_IsReplacedAndCounted()
    {
        File.WriteAllBytes(_folder["a.log"], [.. "ERROR b"u8, 0xFF, 0xC3, .. "d\nERROR good\n"u8]);

        WatchSummary summary = await ReadOnceAsync(_folder["a.log"]);

        Assert.Equal((2, 1), (summary.Errors, summary.Sources[0].InvalidLines));
        lock (_gate) Assert.Equal(["b\uFFFD\uFFFDd", "good"], _events.Select(logEvent => logEvent.Message));
    }

    [Fact]
    public async Task OverlongLine_IsCutAndCounted()
    {
        File.WriteAllText(_folder["a.log"], $"ERROR {new string('x', 1_000_000)}\nERROR next\n");

        WatchSummary summary = await ReadOnceAsync(_folder["a.log"]);

        Assert.Equal((2, 1), (summary.Errors, summary.Sources[0].CutLines));
        lock (_gate) Assert.Equal(64 * 1_024 - "ERROR ".Length, _events[0].Message.Length);
    }

    [Fact]
    public async Task MissingFile_IsReported_AndTheOthersAreRead()
    {
        File.WriteAllText(_folder["a.log"], "ERROR no");

        WatchSummary summary = await ReadOnceAsync(_folder["gone.log"], _folder["a.log"]);

        Assert.Equal(1, summary.Errors);
        lock (_gate) Assert.Contains("gone.log' does not exist", Assert.Single(_failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StandardInput_IsReadToItsEnd_AndItsLastEventDoesNotWaitForIt()
    {
        ArmedTimeProvider time = new();
        Pipe pipe = new();
        TaskCompletionSource<LogEvent> first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        LogWatch watch = new(
            ["-"], new FollowOptions { Time = time }, (in LogEventView logEvent) => first.TrySetResult(logEvent.ToEvent()), openInput: () => pipe.Reader.AsStream());
        Task running = watch.RunAsync(_ => { }, default);

        await pipe.Writer.WriteAsync("[10:00:00 ERR] no\n"u8.ToArray());
        Task<LogEvent> told = first.Task;
        while (!told.IsCompleted) await time.PassAnyAsync(told);
        await pipe.Writer.CompleteAsync();
        await running.Within();

        Assert.Equal(("no", "standard input"), ((await told).Message, (await told).Source));
        Assert.Equal(1, watch.Summarise().Errors);
    }

    [Fact]
    public async Task Stopping_EndsAWaitForInput()
    {
        using CancellationTokenSource stop = new();
        Pipe pipe = new();
        LogWatch watch = new(["-"], new FollowOptions(), (in LogEventView _) => { }, openInput: () => pipe.Reader.AsStream());
        Task running = watch.RunAsync(_ => { }, stop.Token);

        await stop.CancelAsync();

        await running.Within();
    }

    [Fact]
    public async Task ThrowingHandler_EndsTheWatch_WithItsException()
    {
        File.WriteAllText(_folder["a.log"], "one\ntwo\n");
        LogWatch watch = new([_folder["a.log"]], new FollowOptions { Once = true }, (in LogEventView _) => throw new InvalidOperationException("mine"));

        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => watch.RunAsync(_ => { }, default).Within());

        Assert.Equal("mine", thrown.Message);
    }

    private async Task<WatchSummary> ReadOnceAsync(params string[] paths)
    {
        LogWatch watch = new(paths, new FollowOptions { Once = true }, Keep);
        await watch.RunAsync(
            exception =>
            {
                lock (_gate) _failures.Add(exception.Message);
            },
            default).Within();
        return watch.Summarise();
    }

    private void Keep(in LogEventView logEvent)
    {
        LogEvent kept = logEvent.ToEvent();
        lock (_gate) _events.Add(kept);
    }
}
