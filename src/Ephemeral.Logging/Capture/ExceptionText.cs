using System.Text;

namespace Ephemeral.Logging;

/// <summary>Tells what an exception says without trusting it: its members may throw, its causes may form a circle.</summary>
internal static class ExceptionText
{
    public const int MaxCauses = 10;
    public const int MaxLength = 8 * 1024;

    public static string? MessageOf(Exception? exception)
    {
        if (exception is null) return null;
        try { return exception.Message; }
        catch (Exception error) { return $"({exception.GetType().Name} has no message: {error.GetType().Name})"; }
    }

    public static string? Of(SignalLogPayload payload)
    {
        Exception? exception = payload.Exception;
        if (exception is null)
            return payload.ExceptionType is null ? null : SafeText.Cut($"{payload.ExceptionType}: {payload.ExceptionMessage}", MaxLength);

        StringBuilder text = new();
        for (int depth = 0; exception is not null && depth < MaxCauses && text.Length < MaxLength; depth++)
        {
            if (depth > 0) text.Append("\nCaused by: ");
            text.Append(exception.GetType().FullName).Append(": ").Append(MessageOf(exception));
            if (StackOf(exception) is { Length: > 0 } stack) text.Append('\n').Append(stack);
            exception = CauseOf(exception);
        }

        return SafeText.Cut(text.ToString(), MaxLength);
    }

    public static Exception? CauseOf(Exception exception) => ReferenceEquals(exception.InnerException, exception) ? null : exception.InnerException;

    private static string? StackOf(Exception exception)
    {
        try { return exception.StackTrace; }
        catch (Exception error) { return $"(no stack: {error.GetType().Name})"; }
    }
}
