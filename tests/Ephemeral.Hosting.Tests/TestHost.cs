using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Hosting.Tests;

/// <summary>Builds hosts that log to a test and nowhere else.</summary>
internal static class TestHost
{
    public static IHost Build(Action<IServiceCollection> register, LogRecorder? log = null, params (string Key, string? Value)[] settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, setting.Value)));
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace);
        if (log is not null) builder.Logging.AddProvider(log);
        register(builder.Services);
        return builder.Build();
    }
}
