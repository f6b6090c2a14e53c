namespace Ephemeral.Tests.Signals;

public sealed class SignalCommandMatchDeconstructTests
{
    [Fact]
    public void AMatch_CanBeTakenApart()
    {
        Assert.True(SignalCommandMatch.TryParse("window.size.set:100", "window.size.set", out SignalCommandMatch match));

        (string command, string payload) = match;

        Assert.Equal(("window.size.set", "100"), (command, payload));
    }
}
