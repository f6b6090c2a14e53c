namespace Ephemeral.Sqlite.Execution;

/// <summary>What all owners of one file share: its writer, its readers, its cache and its signals.</summary>
internal sealed class SharedDatabase : IAsyncDisposable
{
    private volatile bool _isPrepared;

    public SharedDatabase(DatabaseFile file, SqliteSingleWriterOptions options, Task? predecessor)
    {
        File = file;
        Options = options;
        Signals = new(options);
        SessionFactory factory = new(file, options, Signals);
        Writes = new(file, isRead: false, new(() => Prepared(factory.OpenWriter())), Signals, options, predecessor);
        Reads = new(file, isRead: true, new(factory.OpenReader), Signals, options, predecessor: null);
        Cache = new(new()
        {
            DefaultTtl = options.DefaultCacheDuration,
            HotKeyExtension = options.HotKeyExtension,
            HotAccessThreshold = options.HotAccessThreshold,
            MaxSize = options.CacheSizeLimit,
            SampleRate = options.SampleRate,
            Signals = Signals.IsOff ? null : Signals.Sink,
            TimeProvider = options.TimeProvider,
        });
    }

    public DatabaseFile File { get; }

    public SqliteSingleWriterOptions Options { get; }

    public WriterSignals Signals { get; }

    public CallQueue Writes { get; }

    public CallQueue Reads { get; }

    public EphemeralLruCache<string, object?> Cache { get; }

    /// <summary>Gets or sets how many handles there are. Guarded by the registry's lock.</summary>
    public int Owners { get; set; }

    /// <summary>Lets the writer open the file before anybody reads it: only it may create it and turn its log on.</summary>
    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        if (_isPrepared) return;
        await BarrierAsync(null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes its turn among the writes and does nothing: when it is over, all that came before are.</summary>
    public Task BarrierAsync(string? name, CancellationToken cancellationToken) =>
        Writes.RunAsync(new SqliteCall<bool>(static (_, _) => Task.FromResult(true), name), cancellationToken);

    /// <summary>Ends: runs what was accepted, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // outside the registry's lock, and whatever disposes
        await Reads.DisposeAsync().ConfigureAwait(false);
        await Writes.DisposeAsync().ConfigureAwait(false);
        Cache.Dispose();
    }

    private Session Prepared(Session writer)
    {
        _isPrepared = true;
        return writer;
    }
}
