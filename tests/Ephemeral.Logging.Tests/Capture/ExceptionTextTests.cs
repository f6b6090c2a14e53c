using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Capture;

public sealed class ExceptionTextTests
{
    private static string Text(Exception exception) =>
        new SignalLogPayload("m", default, "c", LogLevel.Error) { Exception = exception }.ExceptionDetails!;

    [Fact]
    public void Of_NamesTheCauses()
    {
        string text = Text(new InvalidOperationException("outer", new TimeoutException("inner")));

        Assert.Equal("System.InvalidOperationException: outer\nCaused by: System.TimeoutException: inner", text);
    }

    [Fact]
    public void Of_ExceptionsThatCauseEachOther_Ends() => Assert.Equal(10, Text(Circles.Make()).Split("Caused by").Length);

    [Fact]
    public void Of_MembersThatThrow_SaysSo() => Assert.Contains("has no message: InvalidOperationException", Text(new ThrowingException()), StringComparison.Ordinal);

    [Fact]
    public void Of_LongMessage_IsCut() => Assert.Equal(ExceptionText.MaxLength, Text(new InvalidOperationException(new string('x', 100_000))).Length);
}
