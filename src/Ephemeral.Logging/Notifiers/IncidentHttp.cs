using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Ephemeral.Logging;

/// <summary>Posts a JSON document and tells from the answer whether it was taken, may be taken later, or never.</summary>
internal sealed class IncidentHttp(HttpClient? given) : IDisposable
{
    private const int MaxExcerpt = 512;

    private readonly HttpClient _client = given ?? Create();

    /// <exception cref="HttpRequestException">It may be taken later.</exception>
    /// <exception cref="IncidentRefusedException">It never will.</exception>
    public async Task PostAsync(Uri address, byte[] document, Action<HttpRequestHeaders>? sign, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = new ByteArrayContent(document) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        sign?.Invoke(request.Headers);
        using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode) return;
        string target = address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped); // user, path and query may be secret
        string message = $"{target} answered {(int)response.StatusCode}: {await ExcerptOf(response, cancellationToken).ConfigureAwait(false)}";
        if (IsForLater(response.StatusCode)) throw new HttpRequestException(message, null, response.StatusCode);
        throw new IncidentRefusedException(message);
    }

    public void Dispose()
    {
        if (given is null) _client.Dispose();
    }

    private static bool IsForLater(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (HttpStatusCode)425;

    /// <summary>Reads the beginning of an answer: it may be endless.</summary>
    private static async Task<string> ExcerptOf(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[MaxExcerpt];
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            int length = await body.ReadAtLeastAsync(buffer, MaxExcerpt, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
    }

    private static HttpClient Create() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, // a redirected POST becomes a GET, and would count as delivered
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // an address may move
    })
    { Timeout = Timeout.InfiniteTimeSpan };
}
