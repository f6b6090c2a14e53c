using System.Globalization;

namespace Ephemeral.Patterns;

/// <summary>Raises progress in whole percent, each value once, so that a download of any size raises at most 101 signals.</summary>
internal sealed class DownloadProgress(ISignalEmitter emitter)
{
    private int _last = -1;

    public void Report(long done, long? total)
    {
        if (total is > 0) Raise((int)Math.Min(99, done * 100.0 / total.Value)); // 100 is said when the body was complete
    }

    public void Raise(int percent)
    {
        if (percent <= _last) return;
        _last = percent;
        emitter.Emit(string.Create(CultureInfo.InvariantCulture, $"progress:{percent}"));
    }
}
