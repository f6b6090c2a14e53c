namespace Ephemeral.Logging.Tests.Capture;

internal sealed class ThrowingText
{
    public override string ToString() => throw new InvalidOperationException("no text");
}
