namespace Ephemeral.Logging.Tests.Incidents;

/// <summary>Exceptions with stacks, from different places.</summary>
internal static class Thrown
{
    public static Exception Here() => Catch(static () => throw new InvalidOperationException("thrown"));

    public static Exception There() => Catch(Elsewhere);

    public static Exception InThePlatform(string text) => Catch(() => _ = int.Parse(text, System.Globalization.CultureInfo.InvariantCulture));

    public static Exception Catch(Action action)
    {
        try { action(); }
        catch (Exception error) { return error; }
        throw new InvalidOperationException("nothing was thrown");
    }

    public static async Task<Exception> CatchAsync(Func<Task> action)
    {
        try { await action(); }
        catch (Exception error) { return error; }
        throw new InvalidOperationException("nothing was thrown");
    }

    private static void Elsewhere() => throw new InvalidOperationException("thrown");
}
