namespace Ephemeral.Sqlite.Execution;

/// <summary>The signals of one database: a sink of its own, and the user's beside it. Thread-safe.</summary>
internal sealed class WriterSignals
{
    private const int MaxSqlText = 200;

    private readonly SqliteSingleWriterOptions _options;
    private readonly long _databaseId = EphemeralIdGenerator.NextId();
    private int _reads;

    public WriterSignals(SqliteSingleWriterOptions options)
    {
        _options = options;
        Sink = new(timeProvider: options.TimeProvider) { Name = "sqlite" };
        if (options.Signals is { } outer) Sink.Subscribe(outer.Raise);
    }

    public SignalSink Sink { get; }

    public bool IsOff => _options.SampleRate == 0;

    /// <summary>Raises a signal of the database, or of an operation.</summary>
    public void Raise(string signal, string? key = null, long operationId = 0)
    {
        if (!IsOff) Sink.Raise(new SignalEvent(signal, operationId == 0 ? _databaseId : operationId, key, default));
    }

    /// <summary>Tells whether the next read is one of those that are signalled.</summary>
    public bool SampleRead() => _options.SampleRate switch
    {
        0 => false,
        1 => true,
        int rate => ((uint)Interlocked.Increment(ref _reads) - 1) % (uint)rate == 0,
    };

    /// <summary>Returns the text of a statement for a signal's key, if that is wanted.</summary>
    public string? KeyOf(string sql) => !_options.IncludeSqlInSignals ? null : sql.Length <= MaxSqlText ? sql : sql[..MaxSqlText];
}
