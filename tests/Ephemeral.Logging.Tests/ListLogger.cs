using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests;

/// <summary>Keeps what it is told.</summary>
internal sealed class ListLogger(LogLevel minimum = LogLevel.Trace) : ILogger, ILoggerProvider
{
    public List<(LogLevel Level, EventId EventId, string Message)> Records { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Records) Records.Add((logLevel, eventId, formatter(state, exception)));
    }

    public void Dispose() { }
}
