using Ephemeral.Logging;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using ILogger = Microsoft.Extensions.Logging.ILogger;

namespace Ephemeral.Benchmarks.Workloads;

/// <summary>Logs one error again and again.</summary>
internal sealed class LogWorkload : Workload
{
    private static readonly EventId _event = new(1001, "DbFailure");
    private static readonly InvalidOperationException _error = new("boom");

    private readonly ILoggerFactory _factory;
    private readonly ILogger _logger;
    private readonly int _threads;
    private readonly IDisposable[] _owned;

    private LogWorkload(Action<ILoggingBuilder> configure, int threads = 1, params IDisposable[] owned)
    {
        _factory = LoggerFactory.Create(configure);
        _logger = _factory.CreateLogger("orders");
        _threads = threads;
        _owned = owned;
    }

    public static LogWorkload NoProvider() => new(static _ => { });

    public static LogWorkload Disabled() => new(static builder => builder.AddSignals(new SignalSink()).AddFilter<SignalLoggerProvider>(null, LogLevel.None));

    public static LogWorkload Signals() => new(static builder => builder.AddSignals(new SignalSink()));

    public static LogWorkload Incidents() => Storm(threads: 1);

    public static LogWorkload Storm(int threads)
    {
        SignalSink sink = new();
        return new(builder => builder.AddSignals(sink), threads, new IncidentTracker(sink));
    }

    /// <summary>Everybody is there, and nobody comes along: a paused job runner, a notifier and a store that never answer, all queues full.</summary>
    public static LogWorkload EveryQueueFull()
    {
        SignalSink sink = new();
        EphemeralSignalJobRunner jobs = new(sink, [new Jobs()], new() { QueueCapacity = 1 });
        jobs.Pause();
        IncidentDelivery delivery = new(sink, new Stuck(), new() { QueueCapacity = 1, Timeout = TimeSpan.FromHours(1), DisposeTimeout = TimeSpan.Zero });
        IncidentTracker tracker = new(sink, new(), new Stuck());
        LogWorkload workload = new(builder => builder.AddSignals(sink), 1, jobs, delivery, tracker);
        for (int fault = 0; fault < 10; fault++) workload._logger.LogError(new EventId(fault), "failed");
        return workload;
    }

    public static LogWorkload Serilog() =>
        new(static builder => builder.AddSerilog(new LoggerConfiguration().WriteTo.Sink(new Nobody()).CreateLogger(), dispose: true));

    public override Task RunAsync(int items)
    {
        if (_threads > 1) return Task.WhenAll(Enumerable.Range(0, _threads).Select(_ => Task.Run(() => Log(items / _threads))));
        Log(items);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        foreach (IDisposable owned in _owned) owned.Dispose();
        _factory.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Log(int items)
    {
        for (int i = 0; i < items; i++) _logger.LogError(_event, _error, "Order {OrderId} of {Shop} failed", i, "north");
    }

    private sealed class Nobody : ILogEventSink
    {
        public void Emit(LogEvent logEvent)
        {
        }
    }

    private sealed class Jobs
    {
        [EphemeralJob("log.error.*")]
        public Task SeenAsync(SignalEvent signal) => Task.CompletedTask;
    }

    private sealed class Stuck : IIncidentNotifier, IIncidentStore
    {
        public string Name => "stuck";

        public Task NotifyAsync(IncidentAnnouncement announcement, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

        public ValueTask<IReadOnlyList<Incident>> LoadAsync(CancellationToken cancellationToken = default) => new((IReadOnlyList<Incident>)[]);

        public ValueTask SaveAsync(IReadOnlyCollection<Incident> changed, IReadOnlyCollection<string> removed, CancellationToken cancellationToken = default) =>
            new(Task.Delay(Timeout.Infinite, cancellationToken));
    }
}
