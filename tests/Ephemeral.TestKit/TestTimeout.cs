namespace Ephemeral.TestKit;

/// <summary>Caps every await of a test, so that a hang is a failure with a name and not a stuck build.</summary>
public static class TestTimeout
{
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(30);

    public static Task Within(this Task task) => task.WaitAsync(Limit);

    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task Within(this ValueTask task) => task.AsTask().WaitAsync(Limit);

    public static Task<T> Within<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Limit);
}
