using System.Net.Sockets;
using LogWatcher.CommandLine;

namespace LogWatcher.Hosting;

/// <summary>Runs an application, and says in a sentence why it cannot.</summary>
internal static class WebCommand
{
    /// <summary>Listens, does the work, and stops gracefully.</summary>
    /// <param name="app">The application; disposed at the end.</param>
    /// <param name="url">Where it is to listen, for the sentence.</param>
    /// <param name="work">What the exit code depends on. Its token is cancelled by Ctrl+C and SIGTERM.</param>
    public static async Task<int> RunAsync(WebApplication app, Uri url, Func<CancellationToken, Task<int>> work)
    {
        await using (app)
        {
            if (IncidentServices.FaultOf(app.Services) is { } fault)
            {
                await Console.Error.WriteLineAsync(fault);
                return ExitCode.Failure;
            }

            try
            {
                await app.StartAsync();
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                await Console.Error.WriteLineAsync(Explain(url, exception));
                return ExitCode.Failure;
            }

            string address = app.Urls.First();
            app.Logger.LogInformation("Incidents are on {Url}, metrics on {Url}/metrics. Ctrl+C stops", address, address);
            try
            {
                return await work(app.Lifetime.ApplicationStopping);
            }
            finally
            {
                await app.StopAsync();
            }
        }
    }

    /// <summary>Waits until the application is told to stop.</summary>
    public static async Task<int> UntilStoppedAsync(CancellationToken stopping)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCode.Success;
    }

    private static string Explain(Uri url, Exception exception)
    {
        string address = url.GetLeftPart(UriPartial.Authority);
        SocketException? socket = exception as SocketException ?? exception.GetBaseException() as SocketException;
        string reason = socket?.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => "another program listens there",
            SocketError.AccessDenied => "this user may not use that port",
            _ => (socket?.Message ?? exception.Message).TrimEnd('.'),
        };
        return $"The page cannot be served on {address} ({reason}); choose another port with --url, for example --url http://127.0.0.1:{url.Port % 60_000 + 1}.";
    }
}
