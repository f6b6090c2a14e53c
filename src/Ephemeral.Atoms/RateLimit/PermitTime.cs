using System.Globalization;

namespace Ephemeral.Atoms.RateLimit;

/// <summary>The arithmetic of permits: stamps of a clock with 32 binary places, so that a thousand million permits drift by less than a tick.</summary>
internal readonly struct PermitTime(TimeProvider time)
{
    public const double MinRate = 1e-9;
    public const double MaxRate = 1e9;
    private const int Places = 32;
    private static readonly Int128 _rounding = 1 << 16; // far below a stamp, far above the rounding of an interval

    public Int128 Now() => Of(time.GetTimestamp());

    public static Int128 Of(long stamp) => (Int128)stamp << Places;

    /// <summary>Returns the time between two permits.</summary>
    public Int128 IntervalOf(double rate) => (Int128)Math.Round(time.TimestampFrequency * Math.ScaleB(1, Places) / rate);

    /// <summary>Tells whether a time has come, but for what rounding adds to it.</summary>
    public static bool HasCome(Int128 wait) => wait <= _rounding;

    /// <summary>Converts a wait, rounding up to a tick: whoever waits that long does not come too early.</summary>
    public TimeSpan ToTimeSpan(Int128 wait)
    {
        if (HasCome(wait)) return TimeSpan.Zero;
        Int128 stamps = (wait - _rounding + ((Int128)1 << Places) - 1) >> Places;
        Int128 ticks = ((stamps * TimeSpan.TicksPerSecond) + time.TimestampFrequency - 1) / time.TimestampFrequency;
        return ticks < long.MaxValue ? new((long)ticks) : TimeSpan.MaxValue;
    }

    public static void Check(double rate, string name)
    {
        if (!IsPossible(rate)) throw new ArgumentOutOfRangeException(name, rate, $"A rate is {Range} permits a second.");
    }

    public static bool IsPossible(double rate) => rate is >= MinRate and <= MaxRate;

    public static string Range => string.Create(CultureInfo.InvariantCulture, $"from {MinRate} to {MaxRate}");
}
