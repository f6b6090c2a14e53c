using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ephemeral.Logging;

/// <summary>Begins deliveries and the tracker with the host, in this order, so that no announcement is missed, and stores what is known at its end.</summary>
internal sealed class IncidentHost(IServiceProvider services, SignalSink sink) : IHostedService, IDisposable
{
    public const string Category = "Ephemeral.Logging.Incidents";

    private IDisposable? _log;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ILogger log = services.GetService<ILoggerFactory>()?.CreateLogger(Category) ?? NullLogger.Instance;
        _log = sink.Subscribe(IncidentSignals.Opened, signal => IncidentLog.Opened(log, signal));
        _ = services.GetServices<IncidentDelivery>().Count();
        await services.GetRequiredService<IncidentTracker>().WaitUntilRestoredAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => services.GetRequiredService<IncidentTracker>().FlushAsync(cancellationToken);

    public void Dispose() => _log?.Dispose();
}
