using System.Text;
using Ephemeral;
using Ephemeral.Logging;
using LogWatcher.Formats;
using LogWatcher.Watching;
using Microsoft.Extensions.Logging;

namespace LogWatcher.Tests.Watching;

public sealed class LogSignalsTests
{
    private readonly SignalSink _sink = new();
    private readonly List<SignalEvent> _raised = [];
    private readonly LogSignals _signals;

    public LogSignalsTests()
    {
        _sink.Subscribe(_raised.Add);
        _signals = new(_sink, new MaskingTemplateMiner(), new ManualTimeProvider());
    }

    [Fact]
    public void AnError_IsASignal_NamedLikeALoggersAndWithItsTemplate()
    {
        Raise(LogLevel.Error, "Order 17 failed", "Shop.Order-Service", "Acme.Db.TimeoutException");

        SignalEvent signal = Assert.Single(_raised);
        SignalLogPayload payload = Assert.IsType<SignalLogPayload>(signal.Payload);
        Assert.Equal("log.error.shop-order-service.syslog:timeoutexception", signal.Signal);
        Assert.Equal("app.log", signal.Key);
        Assert.Equal(("Order 17 failed", "Order <num> failed", "Acme.Db.TimeoutException"), (payload.Message, payload.MessageTemplate, payload.ExceptionType));
    }

    [Theory]
    [InlineData(LogLevel.Critical, 1)]
    [InlineData(LogLevel.Warning, 0)]
    [InlineData(LogLevel.Information, 0)]
    public void OnlyErrorsAndWorse_AreSignals(LogLevel level, int signals)
    {
        Raise(level, "text");

        Assert.Equal(signals, _raised.Count);
    }

    [Theory]
    [InlineData("", "log.error.app-log.syslog")]
    [InlineData("***", "log.error.none.syslog")]
    public void ACategoryWithoutLetters_HasASubstitute(string category, string name)
    {
        Raise(LogLevel.Error, "text", category);

        Assert.Equal(name, Assert.Single(_raised).Signal);
    }

    private void Raise(LogLevel level, string message, string category = "", string exceptionType = "") => _signals.Raise(new LogEventView
    {
        Level = level,
        Source = "app.log",
        Format = "syslog",
        Message = Encoding.UTF8.GetBytes(message),
        Category = Encoding.UTF8.GetBytes(category),
        ExceptionType = Encoding.UTF8.GetBytes(exceptionType),
        Details = [],
    });
}
