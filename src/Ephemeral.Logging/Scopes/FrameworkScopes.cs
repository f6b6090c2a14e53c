using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Ephemeral.Logging;

/// <summary>Gets the scopes that a logger factory makes when nobody registers others: those that know its activity tracking.</summary>
/// <remarks>The type is not public, so a factory is asked to give one to a provider.</remarks>
internal sealed class FrameworkScopes : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider? _scopes;

    private FrameworkScopes()
    {
    }

    public static IExternalScopeProvider Create(IOptions<LoggerFactoryOptions>? options)
    {
        using FrameworkScopes catcher = new();
        using LoggerFactory factory = new([], new FixedFilters(), options);
        factory.AddProvider(catcher);
        return catcher._scopes ?? new LoggerExternalScopeProvider();
    }

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public ILogger CreateLogger(string categoryName) => NullLogger.Instance;

    public void Dispose()
    {
    }

    private sealed class FixedFilters : IOptionsMonitor<LoggerFilterOptions>
    {
        public LoggerFilterOptions CurrentValue { get; } = new();

        public LoggerFilterOptions Get(string? name) => CurrentValue;

        public IDisposable? OnChange(Action<LoggerFilterOptions, string?> listener) => null;
    }
}
