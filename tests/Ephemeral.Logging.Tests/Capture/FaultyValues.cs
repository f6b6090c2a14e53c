using System.Reflection;

namespace Ephemeral.Logging.Tests.Capture;

internal sealed class ThrowingText
{
    public override string ToString() => throw new InvalidOperationException("no text");
}

internal sealed class CountedText
{
    public int Calls { get; private set; }

    public override string ToString() => $"call {++Calls}";
}

internal sealed class ThrowingException : Exception
{
    public override string Message => throw new InvalidOperationException("no message");

    public override string? StackTrace => throw new InvalidOperationException("no stack");
}

internal static class Circles
{
    /// <summary>Makes two exceptions that cause each other, as a careless wrapper can.</summary>
    public static Exception Make()
    {
        InvalidOperationException first = new("first");
        InvalidOperationException second = new("second", first);
        typeof(Exception).GetField("_innerException", BindingFlags.NonPublic | BindingFlags.Instance)!.SetValue(first, second);
        return first;
    }
}
