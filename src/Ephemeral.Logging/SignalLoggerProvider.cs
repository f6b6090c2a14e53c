using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>Turns log records into signals, each with the record as its payload.</summary>
/// <remarks>
/// <para>Thread-safe. The logging thread checks the level, captures the record and raises the signal; subscribers run on it. Nothing is
/// formatted before somebody reads it, and nothing is thrown at whoever logs.</para>
/// <para>A record is not converted when it is logged while another one is being converted on the same thread (by a mapping delegate or an
/// inline subscriber), or when a <see cref="SignalToLoggerAdapter"/> writes a signal of the same sink: it is counted as suppressed.</para>
/// <para>The sink is borrowed: disposing the provider leaves it alone, and only ends the conversion.</para>
/// </remarks>
/// <example><code>
/// SignalSink sink = new();
/// using ILoggerFactory factory = LoggerFactory.Create(builder => builder.AddSignals(sink));
/// sink.Subscribe("log.error.*", signal => Console.WriteLine(signal.Signal));
/// factory.CreateLogger("orders").LogError(new EventId(1001, "DbFailure"), "Order store failed"); // log.error.orders.dbfailure
/// </code></example>
[ProviderAlias("Signals")]
public sealed class SignalLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    private readonly LogSignalNames _names = new();
    private readonly LogRecordCounters _counters = new();
    private readonly LogLevel _minimumLevel;
    private readonly Func<SignalLogContext, string?>? _mapSignal;
    private readonly Func<SignalLogContext, SignalLogPayload?>? _mapPayload;
    private readonly string[] _excluded;
    private readonly Redaction _redaction;
    private readonly TimeProvider _time;
    private bool _isDisposed;

    /// <summary>Makes a provider that raises its signals on a typed sink and its untyped mirror.</summary>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public SignalLoggerProvider(TypedSignalSink<SignalLogPayload> sink, SignalLogHookOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        options ??= new();
        LoggingOptionsValidator.Validate(options);
        Signals = sink;
        _minimumLevel = options.MinimumLevel;
        _mapSignal = options.MapSignal;
        _mapPayload = options.MapPayload;
        _excluded = [.. options.ExcludedCategories];
        _redaction = new(options.RedactedNames);
        _time = options.TimeProvider;
    }

    /// <summary>Makes a provider that raises its signals on a sink, with the records as payloads.</summary>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public SignalLoggerProvider(SignalSink sink, SignalLogHookOptions? options = null)
        : this(new TypedSignalSink<SignalLogPayload>(sink ?? throw new ArgumentNullException(nameof(sink))), options)
    {
    }

    /// <summary>Gets the typed sink that the signals are raised on.</summary>
    public TypedSignalSink<SignalLogPayload> Signals { get; }

    /// <summary>Gets how many records became signals.</summary>
    public long Converted => _counters[LogResult.Converted];

    /// <summary>Gets how many records were to be no signal: below the level, of an excluded category, or mapped to null.</summary>
    /// <remarks>A logger factory asks before it calls, so most of them never come here.</remarks>
    public long Ignored => _counters[LogResult.Ignored];

    /// <summary>Gets how many records were lost because a mapping delegate or a record's own code threw.</summary>
    public long Dropped => _counters[LogResult.Dropped];

    /// <summary>Gets how many records were cut off because they came from a conversion.</summary>
    public long Suppressed => _counters[LogResult.Suppressed];

    /// <summary>Gets what the latest dropped record was lost by; null when none was.</summary>
    public Exception? LastFailure { get; private set; }

    internal IExternalScopeProvider Scopes { get; private set; } = new LoggerExternalScopeProvider();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName)
    {
        ArgumentNullException.ThrowIfNull(categoryName);
        return new SignalLogger(this, categoryName, IsExcluded(categoryName));
    }

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider)
    {
        ArgumentNullException.ThrowIfNull(scopeProvider);
        Scopes = scopeProvider;
    }

    /// <summary>Ends the conversion: its loggers are not enabled any more.</summary>
    public void Dispose() => Volatile.Write(ref _isDisposed, true);

    internal bool IsEnabled(LogLevel level) => level >= _minimumLevel && IsLevel(level) && !Volatile.Read(ref _isDisposed);

    internal void Ignore(LogLevel level)
    {
        if (IsLevel(level)) _counters.Count(LogResult.Ignored, level);
    }

    internal void Convert<TState>(
        string category, LogLevel level, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (LogConversion.Suppresses(Signals.Untyped))
        {
            _counters.Count(LogResult.Suppressed, level);
            return;
        }

        LogConversion.Enter();
        LogResult result = LogResult.Dropped;
        try
        {
            LogRecordHeader header = HeaderOf(category, level, eventId, exception);
            SignalLogPayload payload = SignalLogPayload.Of(CapturedLog.Of(state, exception, formatter, _redaction), header);
            result = Raise(payload, _mapSignal is null && _mapPayload is null ? null : new SignalLogContext(payload, state));
        }
        catch (Exception error)
        {
            LastFailure = error;
        }
        finally
        {
            LogConversion.Leave();
        }

        _counters.Count(result, level);
    }

    private LogRecordHeader HeaderOf(string category, LogLevel level, EventId eventId, Exception? exception)
    {
        Activity? activity = Activity.Current;
        bool isTraced = activity is { IdFormat: ActivityIdFormat.W3C };
        return new(category, level, eventId, exception, ScopeCollector.Collect(Scopes, _redaction), _time.GetUtcNow())
        {
            TraceId = isTraced ? activity!.TraceId.ToHexString() : null,
            SpanId = isTraced ? activity!.SpanId.ToHexString() : null,
        };
    }

    private LogResult Raise(SignalLogPayload payload, SignalLogContext? context)
    {
        LogSignalName name = _names.Of(payload.Category, payload.Level, payload.EventId, payload.Exception?.GetType());
        string? signal = _mapSignal is null ? name.Signal : _mapSignal(context!);
        if (signal is null) return LogResult.Ignored;

        SignalLogPayload? mapped = _mapPayload is null ? payload : _mapPayload(context!);
        LogConversion.Name(signal);
        if (mapped is not null)
        {
            mapped.Settle();
            Signals.Raise(new SignalEvent<SignalLogPayload>(signal, 0, name.Key, payload.Timestamp, mapped));
            return LogResult.Converted;
        }

        long operationId = EphemeralOperation.Current?.Id ?? EphemeralIdGenerator.NextId();
        Signals.Untyped.Raise(new SignalEvent(signal, operationId, name.Key, payload.Timestamp));
        return LogResult.Converted;
    }

    private bool IsExcluded(string category)
    {
        foreach (string excluded in _excluded)
            if (category.StartsWith(excluded, StringComparison.Ordinal) && IsEndOrDot(category, excluded.Length)) return true;
        return false;
    }

    private static bool IsEndOrDot(string category, int place) => category.Length == place || category[place] == '.';

    private static bool IsLevel(LogLevel level) => level is >= LogLevel.Trace and < LogLevel.None;
}
