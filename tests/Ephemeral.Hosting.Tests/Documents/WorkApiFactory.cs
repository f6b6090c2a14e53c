using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WorkApi;

namespace Ephemeral.Hosting.Tests.Documents;

/// <summary>Runs the sample's own Program on a test server.</summary>
internal sealed class WorkApiFactory(Action<IServiceCollection>? replace = null) : WebApplicationFactory<WorkController>
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.ConfigureLogging(static logging => logging.ClearProviders());
        if (replace is not null) builder.ConfigureTestServices(replace);
    }
}
