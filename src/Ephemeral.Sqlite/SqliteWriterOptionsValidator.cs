using Ephemeral.Internal;

namespace Ephemeral.Sqlite;

/// <summary>The one place that says which options of a writer are valid.</summary>
internal static class SqliteWriterOptionsValidator
{
    public static void Validate(SqliteSingleWriterOptions options)
    {
        OptionsFaults faults = new(nameof(SqliteSingleWriterOptions));
        faults.AtLeast(options.CacheSizeLimit, 1);
        faults.Positive(options.DefaultCacheDuration);
        faults.Positive(options.HotKeyExtension);
        faults.AtLeast(options.HotAccessThreshold, 1);
        faults.AtLeast(options.MaxTrackedWrites, 1);
        faults.AtLeast(options.QueueCapacity, 1);
        faults.AtLeast(options.MaxReaders, 1);
        faults.AtLeast(options.SampleRate, 0);
        faults.NotNegative(options.BusyTimeout);
        if (options.BusyTimeout.TotalMilliseconds > int.MaxValue) faults.Add(nameof(options.BusyTimeout), $"must be at most {int.MaxValue} milliseconds but was {options.BusyTimeout}");
        faults.AtLeast(options.DefaultCommandTimeoutSeconds, 0);
        faults.Defined(options.Synchronous);
        faults.NotNull(options.TimeProvider);
        faults.ThrowIfAny();
    }
}
