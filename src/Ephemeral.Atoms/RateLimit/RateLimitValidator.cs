using System.Globalization;
using Ephemeral.Atoms.Commands;
using Ephemeral.Internal;

namespace Ephemeral.Atoms.RateLimit;

/// <summary>The one place that says which limits are possible.</summary>
internal static class RateLimitValidator
{
    public static GcraRateLimiter Limiter(RateLimitOptions options)
    {
        OptionsFaults faults = new(nameof(RateLimitOptions));
        Check(faults, options.InitialRatePerSecond, options.QueueLimit, options.ControlSignalPattern, options.TimeProvider);
        faults.AtLeast(options.Burst, 1);
        faults.ThrowIfAny();
        return new(options.InitialRatePerSecond, options.Burst, options.QueueLimit, options.TimeProvider);
    }

    public static GcraRateLimiter Limiter(GcraRateLimitOptions options)
    {
        OptionsFaults faults = new(nameof(GcraRateLimitOptions));
        Check(faults, options.InitialRatePerSecond, options.QueueLimit, options.ControlSignalPattern, options.TimeProvider);
        faults.AtLeast(options.BurstSize, 1);
        faults.ThrowIfAny();
        return new(options.InitialRatePerSecond, options.BurstSize, options.QueueLimit, options.TimeProvider);
    }

    /// <summary>Reads a rate from a control signal.</summary>
    public static bool TryParseRate(string text, out double rate) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out rate) && PermitTime.IsPossible(rate);

    /// <summary>Reads a burst from a control signal.</summary>
    public static bool TryParseBurst(string text, out int burst) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out burst) && burst >= 1;

    private static void Check(OptionsFaults faults, double rate, int queueLimit, string pattern, TimeProvider time)
    {
        if (!PermitTime.IsPossible(rate))
            faults.Add(nameof(RateLimitOptions.InitialRatePerSecond), string.Create(CultureInfo.InvariantCulture, $"must be {PermitTime.Range} but was {rate}"));
        faults.AtLeast(queueLimit, 0, nameof(RateLimitOptions.QueueLimit));
        faults.NotNull(time, nameof(RateLimitOptions.TimeProvider));
        ControlPattern.Check(pattern, nameof(RateLimitOptions.ControlSignalPattern), faults);
    }
}
