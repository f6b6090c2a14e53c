namespace Ephemeral.Sqlite;

/// <summary>Limits, cache and safety of a <see cref="SqliteSingleWriter"/>.</summary>
/// <remarks>Read once, by the first <see cref="SqliteSingleWriter.GetOrCreate"/> of a file, which reports every fault in one <see cref="ArgumentException"/>.</remarks>
public sealed record SqliteSingleWriterOptions
{
    /// <summary>Gets the most results of reads that are cached; one more makes the coldest leave.</summary>
    /// <value>The default is 1,000; at least 1.</value>
    public int CacheSizeLimit { get; init; } = 1_000;

    /// <summary>Gets how long a result is cached after it was read or last asked for, unless the read says otherwise.</summary>
    /// <value>The default is 5 minutes; positive.</value>
    public TimeSpan DefaultCacheDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets how long a result that is asked for often is cached after it was last asked for, if that is longer.</summary>
    /// <value>The default is 30 minutes; positive.</value>
    public TimeSpan HotKeyExtension { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets from how many accesses on a result counts as asked for often. Reading it is the first.</summary>
    /// <value>The default is 3; at least 1.</value>
    public int HotAccessThreshold { get; init; } = 3;

    /// <summary>Gets how many ended writes are remembered for <see cref="SqliteSingleWriter.GetWriteSnapshot"/>.</summary>
    /// <value>The default is 128; at least 1.</value>
    public int MaxTrackedWrites { get; init; } = 128;

    /// <summary>Gets how many writes wait at most; more callers wait for room.</summary>
    /// <value>The default is 1,024; at least 1. As many reads may wait.</value>
    public int QueueCapacity { get; init; } = 1_024;

    /// <summary>Gets how many reads run at the same time, each on a connection of its own.</summary>
    /// <value>The default is the number of processors, but at least 2; at least 1.</value>
    public int MaxReaders { get; init; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>Gets how many reads, hits and misses there are for each one that is signalled. Writes are signalled all.</summary>
    /// <value>The default is 1: every one. 0 turns all signals off.</value>
    public int SampleRate { get; init; } = 1;

    /// <summary>Gets whether the signals of writes have the SQL text as their key, cut at 200 characters.</summary>
    /// <value>The default is false: a statement may hold what is nobody's business. Values of parameters are never in a signal.</value>
    public bool IncludeSqlInSignals { get; init; }

    /// <summary>Gets a sink in which the signals are raised as well.</summary>
    /// <value>The default is null. The sink is borrowed.</value>
    public SignalSink? Signals { get; init; }

    /// <summary>Gets how long a call waits for a lock that another program holds on the file.</summary>
    /// <value>The default is 10 seconds; not negative.</value>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets how long a call may run, in seconds: a statement, a batch, a transaction or a read. Then it is interrupted.</summary>
    /// <value>The default is 30; 0 for no limit.</value>
    public int DefaultCommandTimeoutSeconds { get; init; } = 30;

    /// <summary>Gets whether readers and the writer do not wait for each other, by a log beside the file.</summary>
    /// <value>The default is true.</value>
    public bool EnableWriteAheadLogging { get; init; } = true;

    /// <summary>Gets whether foreign keys are enforced.</summary>
    /// <value>The default is true.</value>
    public bool EnforceForeignKeys { get; init; } = true;

    /// <summary>Gets when a write is acknowledged.</summary>
    /// <value>The default is <see cref="SqliteSynchronous.Full"/>.</value>
    public SqliteSynchronous Synchronous { get; init; }

    /// <summary>Gets the clock of the cache, the signals and the limits.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
