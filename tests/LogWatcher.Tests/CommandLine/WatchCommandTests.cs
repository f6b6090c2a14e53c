using LogWatcher.CommandLine;
using LogWatcher.Formats;
using LogWatcher.Tests.Watching;

namespace LogWatcher.Tests.CommandLine;

public sealed class WatchCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Once_PrintsASummary_AndSucceeds()
    {
        File.WriteAllText(_folder["a.log"], "[10:00:00 ERR] no\n  at once\n[10:00:01 FTL] gone\n[10:00:02 INF] yes\n");

        int exitCode = await RunAsync("watch", _folder["a.log"], "--once");

        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Equal(
            $"{_folder["a.log"]}: 4 lines, 2 error lines (critical 1, error 1, warning 0, information 1, debug 0, trace 0).{Environment.NewLine}",
            _output.ToString());
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task Input_EndsByItself_WithASummary()
    {
        int exitCode = await RunAsync("watch", "-");

        Assert.Equal(ExitCode.Success, exitCode);
        Assert.StartsWith("standard input: 1 lines, 1 error lines", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnreadableFile_IsASentence_AndAFailure()
    {
        int exitCode = await RunAsync("watch", _folder["gone.log"], "--once");

        Assert.Equal(ExitCode.Failure, exitCode);
        Assert.Equal(
            $"The file '{_folder["gone.log"]}' does not exist; check the path, or leave out --once to wait for it.{Environment.NewLine}", _error.ToString());
        Assert.Empty(_output.ToString());
    }

    private async Task<int> RunAsync(params string[] arguments)
    {
        Assert.True(CommandLineParser.TryParse(arguments, out CommandLineOptions? options, out _));
        WatchCommand command = new(
            options, WatchCommand.FollowOptionsFor(options), (in LogEventView _) => { }, _output, _error, () => new MemoryStream("ERROR no"u8.ToArray()));
        return await command.RunAsync(default).Within();
    }
}
