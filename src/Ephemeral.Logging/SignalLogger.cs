using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>The logger of one category.</summary>
internal sealed class SignalLogger(SignalLoggerProvider provider, string category, bool isExcluded) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => provider.Scopes.Push(state);

    public bool IsEnabled(LogLevel logLevel) => !isExcluded && provider.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (IsEnabled(logLevel)) provider.Convert(category, logLevel, eventId, state, exception, formatter);
        else provider.Ignore(logLevel);
    }
}
