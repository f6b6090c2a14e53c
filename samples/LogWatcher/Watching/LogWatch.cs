using LogWatcher.Formats;

namespace LogWatcher.Watching;

/// <summary>Reads several sources at once and hands their events to one handler.</summary>
/// <remarks>
/// <para>The events of one source come one by one and in order; those of two sources may come at the same time, so the handler must be
/// thread-safe. A handler that throws ends the reading of its source, and the exception comes out of <see cref="RunAsync"/>.</para>
/// <para>A source that cannot be read is reported to <c>failed</c>; the others go on.</para>
/// </remarks>
internal sealed class LogWatch
{
    public const string StandardInput = "-";

    private readonly string[] _sources;
    private readonly SourcePipeline[] _pipelines;
    private readonly FollowOptions _options;
    private readonly Func<Stream> _openInput;

    /// <summary>Prepares to read; nothing is opened yet.</summary>
    /// <param name="sources">Paths, and <c>-</c> for standard input.</param>
    /// <param name="options">How to read them.</param>
    /// <param name="handler">Takes the events.</param>
    /// <param name="noticed">Hears of rotations and the like; may be null.</param>
    /// <param name="openInput">Opens standard input; the console's where null.</param>
    public LogWatch(
        IReadOnlyList<string> sources,
        FollowOptions options,
        LogEventHandler handler,
        Action<string, SourceNotice>? noticed = null,
        Func<Stream>? openInput = null)
    {
        _sources = [.. sources];
        _options = options;
        _openInput = openInput ?? Console.OpenStandardInput;
        _pipelines = [.. sources.Select(NameOf).Select(name =>
            new SourcePipeline(name, options.MaxLineBytes, handler, notice => noticed?.Invoke(name, notice)))];
    }

    /// <summary>Reads until every source has ended, or until the token is cancelled, which is a normal end.</summary>
    public async Task RunAsync(Action<WatchException> failed, CancellationToken cancellationToken)
    {
        Task[] tasks = new Task[_sources.Length];
        for (int i = 0; i < tasks.Length; i++)
        {
            int index = i;
            tasks[i] = Task.Run(() => RunOneAsync(index, failed, cancellationToken), CancellationToken.None);
        }

        await Task.WhenAll(tasks);
    }

    /// <summary>Gives the counts so far; any thread may ask at any time.</summary>
    public WatchSummary Summarise() => new([.. _pipelines.Select(pipeline => pipeline.Summarise())]);

    private static string NameOf(string source) => source == StandardInput ? "standard input" : source;

    private async Task RunOneAsync(int index, Action<WatchException> failed, CancellationToken cancellationToken)
    {
        try
        {
            if (_sources[index] == StandardInput) await ReadInputAsync(_pipelines[index], cancellationToken);
            else await new FileFollower(_sources[index], _options, _pipelines[index]).RunAsync(cancellationToken);
        }
        catch (WatchException exception)
        {
            failed(exception);
        }
    }

    private async Task ReadInputAsync(SourcePipeline pipeline, CancellationToken cancellationToken)
    {
        try
        {
            await using Stream input = _openInput();
            await StreamPump.RunAsync(input, _options, pipeline, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Being stopped is a normal end.
        }
        catch (IOException exception)
        {
            string reason = exception.Message.TrimEnd('.');
            throw new WatchException($"Standard input cannot be read ({reason}); check what is piped into it.", exception);
        }
        finally
        {
            pipeline.OnEnd();
        }
    }
}
