using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Capture;

public sealed class LogSignalNamesTests
{
    [Fact]
    public void Of_SameRecord_IsTheSameObject()
    {
        LogSignalNames names = new();

        Assert.Same(names.Of("a", LogLevel.Error, new(1, "x"), null), names.Of("a", LogLevel.Error, new(1, "x"), null));
    }

    [Fact]
    public void Of_BeyondItsBound_StillNamesAndKeepsNothing()
    {
        LogSignalNames names = new(capacity: 2);

        string[] signals = [.. Enumerable.Range(1, 50).Select(id => names.Of("a", LogLevel.Error, new(id), null).Signal)];

        Assert.Equal(2, names.Count);
        Assert.Equal(Enumerable.Range(1, 50).Select(id => $"log.error.a.{id}"), signals);
    }

    [Fact]
    public void Of_DifferentExceptionTypesOfOneName_StayApart()
    {
        LogSignalNames names = new();

        Assert.EndsWith(":timeoutexception", names.Of("a", LogLevel.Error, new(1), typeof(TimeoutException)).Signal, StringComparison.Ordinal);
        Assert.EndsWith(".1", names.Of("a", LogLevel.Error, new(1), null).Signal, StringComparison.Ordinal);
    }
}
