using Ephemeral;
using Ephemeral.Logging;
using LogWatcher.Incidents;
using LogWatcher.Orders;
using LogWatcher.Telemetry;
using LogWatcher.Web;

namespace LogWatcher.Hosting;

/// <summary>Puts the web application together: for the demo with its order service, for files without.</summary>
internal static class LogWatcherApp
{
    private static readonly TimeSpan _drainTime = TimeSpan.FromSeconds(10);

    /// <summary>Creates the application of the demo; its load starts when it listens.</summary>
    public static WebApplication CreateDemo(Uri url, DemoOptions demo, TextWriter announcements, IncidentSettings? incidents = null)
    {
        WebApplicationBuilder builder = CreateBuilder(url, "Demo", incidents ?? new(), announcements);
        builder.Services.AddSingleton(demo);
        builder.Services.AddSingleton<PaymentGateway>();
        builder.Services.AddSingleton<OrderService>();
        builder.Services.AddSingleton<OrderLoad>();
        builder.Services.AddSingleton(services => services.GetRequiredService<OrderService>().Coordinator);
        WebApplication app = Build(builder);
        app.MapOrders();
        app.Lifetime.ApplicationStarted.Register(app.Services.GetRequiredService<OrderLoad>().Start);
        return app;
    }

    /// <summary>Creates the application that shows what is found in files.</summary>
    public static WebApplication CreateForFiles(Uri url, TextWriter announcements, IncidentSettings? incidents = null) =>
        Build(CreateBuilder(url, "Files", incidents ?? new(), announcements));

    private static WebApplicationBuilder CreateBuilder(Uri url, string environment, IncidentSettings incidents, TextWriter announcements)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = environment });
        builder.WebHost.UseUrls(url.GetLeftPart(UriPartial.Authority));
        builder.Configuration["AllowedHosts"] = "localhost;127.0.0.1;[::1]"; // a page elsewhere must not read this one under a name of its own
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = _drainTime);
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        builder.Logging.AddConsoleAndSignals(TimeProvider.System);
        builder.Services.AddTelemetry();
        builder.Services.AddHostedService<Conductor>(); // before the tracker, which may have something to tell when it starts
        builder.Services.AddLogWatcher(incidents, announcements);
        builder.Services.AddSingleton(services => new SignalToLoggerAdapter(
            services.GetRequiredService<SignalSink>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger("LogWatcher.Signals"),
            new SignalToLogOptions { Map = SignalMessages.Of }));
        builder.Services.AddSingleton<SignalTally>();
        builder.Services.AddSingleton<LaneDirectory>();
        builder.Services.AddSingleton<StatusReader>();
        builder.Services.ConfigureHttpJsonOptions(StatusJson.Configure);
        return builder;
    }

    private static WebApplication Build(WebApplicationBuilder builder)
    {
        WebApplication app = builder.Build();
        app.UsePageHeaders();
        app.MapMetrics();
        app.MapStatus();
        app.MapIncidents();
        return app;
    }
}
