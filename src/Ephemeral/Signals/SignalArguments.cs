using System.Runtime.CompilerServices;

namespace Ephemeral.Signals;

/// <summary>Checks arguments at the public edge and says what to do instead.</summary>
internal static class SignalArguments
{
    public static void ThrowIfNoName(string? signal, [CallerArgumentExpression(nameof(signal))] string? parameter = null)
    {
        if (string.IsNullOrEmpty(signal)) ThrowNoText(signal, "A signal needs a name, such as \"order.saved\"", parameter);
    }

    public static void ThrowIfNoPattern(string? pattern, [CallerArgumentExpression(nameof(pattern))] string? parameter = null)
    {
        if (!string.IsNullOrEmpty(pattern)) return;
        ThrowNoText(pattern, "A pattern needs text, such as \"order.*\", or \"*\" for every signal", parameter);
    }

    public static void ThrowIfNoRoom(int maxCapacity, [CallerArgumentExpression(nameof(maxCapacity))] string? parameter = null)
    {
        if (maxCapacity >= 1) return;
        throw new ArgumentOutOfRangeException(parameter, maxCapacity, "A window holds at least 1 signal; give a capacity of 1 or more.");
    }

    public static void ThrowIfNoAge(TimeSpan? maxAge, [CallerArgumentExpression(nameof(maxAge))] string? parameter = null)
    {
        if (maxAge is null || maxAge > TimeSpan.Zero) return;
        const string Message = "A signal lives for a positive time; give TimeSpan.MaxValue to keep it until the window is full.";
        throw new ArgumentOutOfRangeException(parameter, maxAge, Message);
    }

    private static void ThrowNoText(string? text, string sentence, string? parameter)
    {
        if (text is null) throw new ArgumentNullException(parameter, $"{sentence}, but it was null.");
        throw new ArgumentException($"{sentence}, but it was empty.", parameter);
    }
}
