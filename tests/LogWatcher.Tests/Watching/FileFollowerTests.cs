using LogWatcher.Watching;

namespace LogWatcher.Tests.Watching;

public sealed class FileFollowerTests : IDisposable
{
    private static readonly TimeSpan _check = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _settle = TimeSpan.FromMilliseconds(200);

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingSink _sink = new();
    private readonly ManualChanges _changes = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly string _path;
    private Task _running = Task.CompletedTask;

    public FileFollowerTests()
    {
        _path = _folder["app.log"];
    }

    public void Dispose()
    {
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Growth_IsRead_AndAPartialLineWaitsForItsEnd()
    {
        File.WriteAllText(_path, "one\ntw");
        Start();
        await _sink.ExpectAsync("<Opened>", "one");

        await AppendAsync("o\nthree\n");

        await _sink.ExpectAsync("two", "three");
        await StopAsync();
        _sink.ExpectNothingMore();
    }

    [Fact]
    public async Task PartialLastLine_IsHandedOn_AtTheEnd()
    {
        File.WriteAllText(_path, "one\ntwo");
        Start();
        await _sink.ExpectAsync("<Opened>", "one");

        await _stop.CancelAsync();

        await _running.Within();
        await _sink.ExpectAsync("two", "<End>");
    }

    [Fact]
    public async Task Once_ReadsToTheEnd_AndReturns()
    {
        File.WriteAllText(_path, "one\r\ntwo");
        Start(once: true);

        await _running.Within();

        await _sink.ExpectAsync("<Opened>", "one", "two", "<End>");
    }

    [Fact]
    public async Task Tail_StartsAtTheNextWholeLine()
    {
        File.WriteAllText(_path, "old\nhalf");
        Start(fromEnd: true);
        await _sink.ExpectAsync("<Opened>");

        await AppendAsync(" a line\nnew\n");

        await _sink.ExpectAsync("new");
        await StopAsync();
    }

    [Fact]
    public async Task Truncation_StartsOver()
    {
        File.WriteAllText(_path, "one\ntwo\n");
        Start();
        await _sink.ExpectAsync("<Opened>", "one", "two");

        File.WriteAllText(_path, "new\n");
        await _changes.RaiseAsync();

        await _sink.ExpectAsync("<End>", "<Truncated>", "new");
        await StopAsync();
    }

    [Fact]
    public async Task Rewrite_ThatIsLongerThanBefore_StartsOver()
    {
        File.WriteAllText(_path, "one\n");
        Start();
        await _sink.ExpectAsync("<Opened>", "one");

        using (FileStream stream = new(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) stream.Write("two\nthree\n"u8);
        await _changes.RaiseAsync();

        await _sink.ExpectAsync("<End>", "<Truncated>", "two", "three");
        await StopAsync();
    }

    [Fact]
    public async Task Rotation_ReadsTheOldFileToItsEnd_ThenTheNewOne()
    {
        File.WriteAllText(_path, "one\n");
        Start();
        await _sink.ExpectAsync("<Opened>", "one");

        File.AppendAllText(_path, "two\nlast");
        File.Move(_path, _folder["app.log.1"]);
        File.WriteAllText(_path, "new\n");
        await _changes.RaiseAsync();

        await _sink.ExpectAsync("two", "last", "<End>", "<Rotated>", "new");
        await StopAsync();
    }

    [Fact]
    public async Task Rotation_ToAFileThatBeginsAlike_IsSeen()
    {
        File.WriteAllText(_path, "header\n");
        Start();
        await _sink.ExpectAsync("<Opened>", "header");

        File.Move(_path, _folder["app.log.1"]);
        File.WriteAllText(_path, "header\nnew\n");
        await _changes.RaiseAsync();

        await _sink.ExpectAsync("<End>", "<Rotated>", "header", "new");
        await StopAsync();
    }

    [Fact]
    public async Task Rotation_IsFollowedOnlyOnceTheNewFileHoldsSomething()
    {
        ArmedTimeProvider time = new();
        File.WriteAllText(_path, "one\n");
        Start(new FollowOptions { Time = time, Changes = new NoChanges() });

        await time.PassAsync(_settle, () =>
        {
            File.Move(_path, _folder["app.log.1"]);
            File.WriteAllText(_path, "");
        });
        await time.PassAsync(_check, () => File.AppendAllText(_folder["app.log.1"], "late\n"));
        await time.PassAsync(_settle, () => File.AppendAllText(_path, "new\n"));

        await _sink.ExpectAsync("<Opened>", "one", "<Settled>", "late", "<End>", "<Rotated>", "new");
        await StopAsync();
    }

    [Fact]
    public async Task FileThatIsMovedAway_IsReadOn_AndItsSuccessorWaitedFor()
    {
        File.WriteAllText(_path, "one\n");
        Start();
        await _sink.ExpectAsync("<Opened>", "one");

        File.Move(_path, _folder["app.log.1"]);
        File.AppendAllText(_folder["app.log.1"], "late\n");
        await _changes.RaiseAsync();
        await _sink.ExpectAsync("late", "<Missing>");
        File.WriteAllText(_path, "new\n");
        await _changes.RaiseAsync();

        await _sink.ExpectAsync("<End>", "<Rotated>", "new");
        await StopAsync();
    }

    [Fact]
    public async Task DeletedFile_IsReplacedByOneOfTheSameName()
    {
        File.WriteAllText(_path, "one\n");
        Start();
        await _sink.ExpectAsync("<Opened>", "one");

        File.Delete(_path);
        File.WriteAllText(_path, "one\n");
        await _changes.RaiseAsync();

        await _sink.ExpectAsync("<End>", "<Rotated>", "one");
        await StopAsync();
    }

    [Fact]
    public async Task FileThatDoesNotExistYet_IsWaitedFor()
    {
        Start(fromEnd: true);
        await _sink.ExpectAsync("<Missing>");

        File.WriteAllText(_path, "one\n");
        await _changes.RaiseAsync();

        await _sink.ExpectAsync("<Opened>", "one");
        await StopAsync();
    }

    [Fact]
    public async Task WithoutChangeEvents_TheTimerLooks_AndTellsWhenNothingMoreComes()
    {
        ArmedTimeProvider time = new();
        Start(new FollowOptions { Time = time, Changes = new NoChanges() });
        await _sink.ExpectAsync("<Missing>");

        File.WriteAllText(_path, "one\n");
        await time.PassAsync(_check);
        await _sink.ExpectAsync("<Opened>", "one");
        await time.PassAsync(_settle);
        await _sink.ExpectAsync("<Settled>");
        File.AppendAllText(_path, "two\n");
        await time.PassAsync(_check);

        await _sink.ExpectAsync("two");
        await StopAsync();
    }

    [Fact]
    public async Task ChangeEvents_OfTheSystem_WakeTheFollower()
    {
        File.WriteAllText(_path, "one\n");
        Start(new FollowOptions { Time = new ManualTimeProvider() });
        await _sink.ExpectAsync("<Opened>", "one");

        File.AppendAllText(_path, "two\n");

        await _sink.ExpectAsync("two");
        await StopAsync();
    }

    [Fact]
    public async Task Once_OfAMissingFile_SaysWhatToDo()
    {
        WatchException exception = await Assert.ThrowsAsync<WatchException>(() => Create(new FollowOptions { Once = true }).RunAsync(default));

        Assert.Equal($"The file '{_path}' does not exist; check the path, or leave out --once to wait for it.", exception.Message);
    }

    [Fact]
    public async Task Directory_IsRefused()
    {
        Directory.CreateDirectory(_path);

        WatchException exception = await Assert.ThrowsAsync<WatchException>(() => Create(new FollowOptions()).RunAsync(default));

        Assert.Equal($"'{_path}' is a directory; name the log files within it.", exception.Message);
    }

    private void Start(bool once = false, bool fromEnd = false) =>
        Start(new FollowOptions { Once = once, FromEnd = fromEnd, Changes = _changes, Time = new ManualTimeProvider() });

    private void Start(FollowOptions options) => _running = Task.Run(() => Create(options).RunAsync(_stop.Token));

    private FileFollower Create(FollowOptions options) => new(_path, options, _sink);

    private async Task AppendAsync(string text)
    {
        File.AppendAllText(_path, text);
        await _changes.RaiseAsync();
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.Within();
        await _sink.ExpectAsync("<End>");
    }
}
