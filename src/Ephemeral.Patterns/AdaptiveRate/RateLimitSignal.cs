using System.Globalization;

namespace Ephemeral.Patterns;

/// <summary>The signal that asks callers to come back later: <c>rate-limit:{n}ms</c>, or <c>rate-limit</c> alone.</summary>
internal static class RateLimitSignal
{
    public const string Bare = "rate-limit";
    public const string Prefix = "rate-limit:";
    private const string Unit = "ms";

    public static string NameOf(TimeSpan? retryAfter) => retryAfter is { } delay
        ? string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Math.Max(0, (long)Math.Ceiling(delay.TotalMilliseconds))}{Unit}")
        : Bare;

    /// <summary>Reads either form.</summary>
    public static bool TryRead(string signal, out TimeSpan delay)
    {
        if (signal != Bare) return TryParse(signal, out delay);
        delay = TimeSpan.FromSeconds(1);
        return true;
    }

    public static bool TryParse(string? signal, out TimeSpan delay)
    {
        delay = default;
        if (signal is null || !signal.StartsWith(Prefix, StringComparison.Ordinal) || !signal.EndsWith(Unit, StringComparison.Ordinal)) return false;
        ReadOnlySpan<char> number = signal.AsSpan()[Prefix.Length..^Unit.Length];
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds)) return false;
        delay = milliseconds < TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond ? TimeSpan.FromTicks(milliseconds * TimeSpan.TicksPerMillisecond) : TimeSpan.MaxValue;
        return true;
    }
}
