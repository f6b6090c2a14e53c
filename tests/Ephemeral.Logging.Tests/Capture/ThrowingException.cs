namespace Ephemeral.Logging.Tests.Capture;

internal sealed class ThrowingException : Exception
{
    public override string Message => throw new InvalidOperationException("no message");

    public override string? StackTrace => throw new InvalidOperationException("no stack");
}
