namespace Ephemeral.Patterns;

/// <summary>Checks times at the public edge.</summary>
internal static class Spans
{
    /// <summary>By how much clocks may differ that are read one after the other: what is dated later is of a clock that was set back.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan _longest = TimeSpan.FromDays(3_650); // what a calendar can add and take away without running out

    public static TimeSpan Positive(TimeSpan value, string parameter)
    {
        if (value > TimeSpan.Zero && value <= _longest) return value;
        throw new ArgumentOutOfRangeException(parameter, value, "The time has to be positive and at most ten years.");
    }
}
