using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ephemeral.Logging.Tests;

public sealed class SignalLoggingBuilderTests
{
    private readonly SignalSink _sink = new();

    [Fact]
    public void AddSignals_WithASink_Converts()
    {
        using ILoggerFactory factory = LoggerFactory.Create(builder => builder.AddSignals(_sink, options => options.MinimumLevel = LogLevel.Error));

        factory.CreateLogger("orders").LogWarning("x");
        factory.CreateLogger("orders").LogError("x");

        Assert.Equal(["log.error.orders.none"], Names());
    }

    [Fact]
    public void AddSignals_FromServices_TakesTheRegisteredSink()
    {
        using ServiceProvider services = new ServiceCollection().AddSingleton(_sink).AddLogging(builder => builder.AddSignals()).BuildServiceProvider();

        services.GetRequiredService<ILoggerFactory>().CreateLogger("orders").LogError("x");

        Assert.Equal(["log.error.orders.none"], Names());
    }

    [Fact]
    public void AddSignals_Twice_IsOneProvider()
    {
        using ILoggerFactory factory = LoggerFactory.Create(builder => builder.AddSignals(_sink).AddSignals(_sink));

        factory.CreateLogger("orders").LogError("x");

        Assert.Single(Names());
    }

    [Fact]
    public void AddProvider_BesideAnother_BothGetTheRecord()
    {
        ListLogger other = new();
        using ILoggerFactory factory = LoggerFactory.Create(builder =>
        {
            builder.AddProvider(other);
            builder.AddProvider(new SignalLoggerProvider(new TypedSignalSink<SignalLogPayload>(_sink)));
        });

        factory.CreateLogger("orders").LogError(new EventId(1001, "DbFailure"), "Order store failed");

        Assert.Equal(["log.error.orders.dbfailure"], Names());
        Assert.Equal("Order store failed", Assert.Single(other.Records).Message);
    }

    [Fact]
    public void Configuration_FiltersByTheProvidersAlias()
    {
        using ILoggerFactory factory = Configured(new() { ["Signals:LogLevel:Default"] = "Error", ["Signals:LogLevel:Shop"] = "Warning" });

        factory.CreateLogger("orders").LogWarning("x");
        factory.CreateLogger("Shop.Orders").LogWarning("x");

        Assert.Equal(["log.warning.shop-orders.none"], Names());
    }

    [Fact]
    public void Configuration_SetsTheOptions()
    {
        using ILoggerFactory factory = Configured(new()
        {
            ["Signals:MinimumLevel"] = "critical",
            ["Signals:ExcludedCategories:0"] = "Noise",
            ["Signals:RedactedNames:0"] = "iban",
        });

        factory.CreateLogger("orders").LogError("x");
        factory.CreateLogger("Noise.Loud").LogCritical("x");
        SignalLogPayload? payload = null;
        _sink.Subscribe(signal => payload = (SignalLogPayload?)signal.Payload);
        factory.CreateLogger("Ephemeral.Engine").LogCritical("{Iban} {Password}", "DE1", "p");

        Assert.Equal(["log.critical.ephemeral-engine.none"], Names());
        Assert.Equal("*** ***", payload!.Message);
    }

    [Fact]
    public void Configuration_NoLevel_SaysWhatToDo()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Configured(new() { ["Signals:MinimumLevel"] = "loud" }));

        Assert.Equal(
            "Logging:Signals:MinimumLevel is 'loud', which is no log level. Use one of Trace, Debug, Information, Warning, Error, Critical, None.",
            error.Message);
    }

    [Fact]
    public void Delegate_BeatsTheConfiguration()
    {
        using ServiceProvider services = Services(new() { ["Signals:MinimumLevel"] = "Critical" }, options => options.MinimumLevel = LogLevel.Debug);

        Assert.Equal(LogLevel.Debug, services.GetRequiredService<IOptions<SignalLogHookOptions>>().Value.MinimumLevel);
    }

    private ILoggerFactory Configured(Dictionary<string, string?> section) => Services(section).GetRequiredService<ILoggerFactory>();

    private ServiceProvider Services(Dictionary<string, string?> section, Action<SignalLogHookOptions>? configure = null)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(section).Build();
        return new ServiceCollection().AddLogging(builder => builder.AddConfiguration(configuration).AddSignals(_sink, configure)).BuildServiceProvider();
    }

    private string[] Names() => [.. _sink.Sense().Select(static signal => signal.Signal)];
}
