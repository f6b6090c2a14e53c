using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>Writes the signals of a sink to a logger until it is disposed.</summary>
/// <remarks>
/// <para>Thread-safe. It writes on the raising thread, and formats nothing that the logger is not enabled for. What the logger or the
/// mapping throws is caught and counted by the sink.</para>
/// <para>A signal that came from a log record (it carries a <see cref="SignalLogPayload"/>, or is being raised by a
/// <see cref="SignalLoggerProvider"/>) is not written again; signals that are raised because of it are. What is written here is not turned
/// back into a signal of the same sink.</para>
/// <para>Sink and logger are borrowed.</para>
/// </remarks>
/// <example><code>
/// using SignalToLoggerAdapter bridge = new(sink, logger);
/// sink.Raise("error.disk", key: "sda1"); // logged at Error: "error.disk (op:17, key:sda1)"
/// </code></example>
public sealed class SignalToLoggerAdapter : IDisposable
{
    private readonly SignalSink _sink;
    private readonly ILogger _logger;
    private readonly Func<SignalEvent, LogMessage?>? _map;
    private readonly IDisposable _subscription;

    /// <summary>Begins to write a sink's signals to a logger.</summary>
    /// <exception cref="ArgumentException">The options' pattern is null or empty.</exception>
    public SignalToLoggerAdapter(SignalSink sink, ILogger logger, SignalToLogOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(logger);
        options ??= new();
        _sink = sink;
        _logger = logger;
        _map = options.Map;
        _subscription = sink.Subscribe(options.Pattern, Write);
    }

    /// <summary>Ends the writing.</summary>
    public void Dispose() => _subscription.Dispose();

    private void Write(SignalEvent signal)
    {
        if (signal.Payload is SignalLogPayload || LogConversion.IsOrigin(signal.Signal)) return;

        SignalSink? outer = LogConversion.EnterMirror(_sink);
        try
        {
            if (_map is null) WriteDefault(signal);
            else if (_map(signal) is { } message && _logger.IsEnabled(message.Level)) WriteMapped(message);
        }
        finally
        {
            LogConversion.LeaveMirror(outer);
        }
    }

    private void WriteDefault(in SignalEvent signal)
    {
        LogLevel level = SignalLevels.Of(signal.Signal);
        if (!_logger.IsEnabled(level)) return;
        EventId eventId = new((int)(signal.OperationId % int.MaxValue), signal.Key ?? signal.Signal);
        _logger.Log(level, eventId, new SignalRecord(signal), null, SignalRecord.Formatter);
    }

    private void WriteMapped(in LogMessage message) =>
        _logger.Log(message.Level, message.EventId, message.Message, null, static (text, _) => text);
}
