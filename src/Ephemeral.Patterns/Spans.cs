namespace Ephemeral.Patterns;

/// <summary>Checks times at the public edge.</summary>
internal static class Spans
{
    private static readonly TimeSpan _longest = TimeSpan.FromDays(3_650); // what a calendar can add and take away without running out

    public static TimeSpan Positive(TimeSpan value, string parameter)
    {
        if (value > TimeSpan.Zero && value <= _longest) return value;
        throw new ArgumentOutOfRangeException(parameter, value, "The time has to be positive and at most ten years.");
    }

    public static TimeSpan NotNegative(TimeSpan value, string parameter)
    {
        if (value >= TimeSpan.Zero && value <= _longest) return value;
        throw new ArgumentOutOfRangeException(parameter, value, "The time must not be negative, and at most ten years.");
    }
}
