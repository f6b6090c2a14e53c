using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>Counts what became of the records of one provider, and reports it to the meter.</summary>
internal sealed class LogRecordCounters
{
    private readonly long[] _counts = new long[4]; // each an independent word

    public long this[LogResult result] => Interlocked.Read(ref _counts[(int)result]);

    public void Count(LogResult result, LogLevel level)
    {
        Interlocked.Increment(ref _counts[(int)result]);
        LoggingMeter.Count(result, level);
    }
}
