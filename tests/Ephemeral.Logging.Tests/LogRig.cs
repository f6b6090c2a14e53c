using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests;

/// <summary>A sink with a signal provider over it, and what was raised.</summary>
internal sealed class LogRig : IDisposable
{
    private readonly ILoggerFactory _factory;

    public LogRig(SignalLogHookOptions? options = null, Action<ILoggingBuilder>? configure = null, ManualTimeProvider? time = null)
    {
        Time = time ?? new();
        Sink = new(timeProvider: Time);
        Sink.Subscribe(Raised.Add);
        options ??= new();
        options.TimeProvider = Time;
        Provider = new(Sink, options);
        _factory = LoggerFactory.Create(builder =>
        {
            builder.SetMinimumLevel(LogLevel.Trace).AddProvider(Provider);
            configure?.Invoke(builder);
        });
    }

    public ManualTimeProvider Time { get; }

    public SignalSink Sink { get; }

    public List<SignalEvent> Raised { get; } = [];

    public SignalLoggerProvider Provider { get; }

    public SignalLogPayload Payload => Assert.IsType<SignalLogPayload>(Assert.Single(Raised).Payload);

    public ILogger Logger(string category = "orders") => _factory.CreateLogger(category);

    public void Dispose() => _factory.Dispose();
}
