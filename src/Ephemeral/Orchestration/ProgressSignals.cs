using System.Globalization;
using System.Runtime.CompilerServices;
using Ephemeral.Orchestration;

namespace Ephemeral;

/// <summary>Raises <c>progress:{key}:{current}/{total}</c> signals, not more of them than wanted.</summary>
/// <remarks>
/// Thread-safe. What is counted belongs to one sink and one key, and is forgotten when the key is complete. A sink counts at most
/// 1,024 keys that are under way: beyond them the one reported least recently is forgotten and counts from the beginning.
/// </remarks>
public static class ProgressSignals
{
    private static readonly ConditionalWeakTable<SignalSink, ProgressCounts> _counts = new();

    /// <summary>Raises every so many-th report of a key, and always one that is complete.</summary>
    /// <param name="sink">Where to raise.</param>
    /// <param name="key">What progresses; the signal's key too.</param>
    /// <param name="current">How far it is; 0 or more.</param>
    /// <param name="total">How far it goes; 0 or more. It is complete when <paramref name="current"/> is as much or more.</param>
    /// <param name="sampleRate">1 raises every report, 5 the fifth, the tenth and so on; at least 1.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="sink"/> is null, <paramref name="key"/> is null or empty, or a number is below its least value.
    /// </exception>
    public static void Emit(SignalSink sink, string key, long current, long total, int sampleRate = 1)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentOutOfRangeException.ThrowIfNegative(current);
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        if (!IsDue(sink, key, current >= total, sampleRate)) return;
        sink.Raise(string.Create(CultureInfo.InvariantCulture, $"progress:{key}:{current}/{total}"), key);
    }

    /// <summary>Returns how many keys of a sink were forgotten before they were complete.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> is null.</exception>
    public static long GetForgottenCount(SignalSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return _counts.TryGetValue(sink, out ProgressCounts? counts) ? counts.Forgotten : 0;
    }

    /// <summary>Returns how many keys of a sink are counted now.</summary>
    internal static int GetTrackedCount(SignalSink sink) => _counts.TryGetValue(sink, out ProgressCounts? counts) ? counts.Count : 0;

    private static bool IsDue(SignalSink sink, string key, bool isComplete, int sampleRate)
    {
        if (isComplete)
        {
            if (_counts.TryGetValue(sink, out ProgressCounts? counts)) counts.Remove(key);
            return true;
        }

        return sampleRate == 1 || _counts.GetOrCreateValue(sink).IsDue(key, sampleRate);
    }
}
