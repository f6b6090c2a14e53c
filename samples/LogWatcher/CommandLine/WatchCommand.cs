using LogWatcher.Formats;
using LogWatcher.Watching;

namespace LogWatcher.CommandLine;

/// <summary>Runs <c>watch FILE...</c>: reads the sources, says what happens to them, and prints the summary at the end.</summary>
internal sealed class WatchCommand
{
    private readonly CommandLineOptions _options;
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private int _failures;

    /// <summary>Prepares the command.</summary>
    /// <param name="options">What the user asked for.</param>
    /// <param name="follow">How to read: usually <see cref="FollowOptionsFor"/>.</param>
    /// <param name="handler">Takes the events; must be thread-safe where there are several sources.</param>
    /// <param name="output">Gets the summary.</param>
    /// <param name="error">Gets a sentence for each thing that went wrong.</param>
    /// <param name="openInput">Opens standard input; the console's where null.</param>
    public WatchCommand(
        CommandLineOptions options,
        FollowOptions follow,
        LogEventHandler handler,
        TextWriter output,
        TextWriter error,
        Func<Stream>? openInput = null)
    {
        _options = options;
        _output = TextWriter.Synchronized(output);
        _error = TextWriter.Synchronized(error);
        Watch = new LogWatch(options.Sources, follow, handler, OnNotice, openInput);
    }

    /// <summary>Gets the watch, for its counts while it runs.</summary>
    public LogWatch Watch { get; }

    /// <summary>Gives the options of the reader that a command line asks for.</summary>
    public static FollowOptions FollowOptionsFor(CommandLineOptions options) => new() { Once = options.Once, FromEnd = options.FromEnd };

    /// <summary>Reads until the end or until the token is cancelled, and gives the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await Watch.RunAsync(OnFailed, cancellationToken);
        bool isNothingRead = Volatile.Read(ref _failures) == _options.Sources.Count;
        if (!isNothingRead) await _output.WriteAsync(Watch.Summarise().ToText());
        return Volatile.Read(ref _failures) == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private void OnFailed(WatchException exception)
    {
        Interlocked.Increment(ref _failures);
        _error.WriteLine(exception.Message);
    }

    private void OnNotice(string source, SourceNotice notice)
    {
        string? sentence = notice switch
        {
            SourceNotice.Missing => $"{source}: does not exist; waiting for it.",
            SourceNotice.Truncated => $"{source}: was truncated; reading it from its start.",
            SourceNotice.Rotated => $"{source}: was replaced by a new file; reading that.",
            SourceNotice.Unreadable => $"{source}: cannot be opened; trying again.",
            _ => null,
        };
        if (sentence is not null) _error.WriteLine(sentence);
    }
}
