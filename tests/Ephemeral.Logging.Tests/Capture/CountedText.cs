namespace Ephemeral.Logging.Tests.Capture;

internal sealed class CountedText
{
    public int Calls { get; private set; }

    public override string ToString() => $"call {++Calls}";
}
