using System.Runtime.CompilerServices;

namespace Ephemeral.Patterns;

/// <summary>Downloads that say how far they are, as signals of an operation.</summary>
public static class SignalingHttpClient
{
    private const int BufferSize = 8 * 1024;

    /// <summary>Downloads a body with the default limits.</summary>
    /// <inheritdoc cref="DownloadWithSignalsAsync(HttpClient, HttpRequestMessage, ISignalEmitter, SignalingHttpOptions, CancellationToken)"/>
    public static Task<byte[]> DownloadWithSignalsAsync(
        HttpClient client, HttpRequestMessage request, ISignalEmitter emitter, CancellationToken cancellationToken = default) =>
        DownloadWithSignalsAsync(client, request, emitter, new(), cancellationToken);

    /// <summary>Downloads a body.</summary>
    /// <param name="client">The client. Borrowed.</param>
    /// <param name="request">The request. Borrowed.</param>
    /// <param name="emitter">Where signals are raised, such as the operation of a body. What it throws ends the download.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <returns>The body.</returns>
    /// <remarks>
    /// Raises <c>stage.starting</c>, <c>progress:0</c>, <c>stage.request</c>, <c>stage.headers</c>, <c>stage.reading</c>, then <c>progress:{percent}</c>
    /// whenever a whole percent more is there, <c>progress:100</c> and <c>stage.completed</c>. Without a length in the headers there is no
    /// progress between 0 and 100. Whatever ends it earlier raises <c>stage.failed</c>, or <c>stage.cancelled</c> for the token.
    /// </remarks>
    /// <exception cref="ArgumentException">An argument is null, or options are not valid.</exception>
    /// <exception cref="HttpRequestException">The status is no success, the connection failed, the body ended early, or it is longer than allowed.</exception>
    /// <exception cref="TimeoutException">The body brought nothing for longer than <see cref="SignalingHttpOptions.StallTimeout"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the client's own timeout has passed.</exception>
    public static async Task<byte[]> DownloadWithSignalsAsync(
        HttpClient client, HttpRequestMessage request, ISignalEmitter emitter, SignalingHttpOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(emitter);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        try
        {
            return await DownloadAsync(client, request, emitter, options, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            emitter.Emit(cancellationToken.IsCancellationRequested ? "stage.cancelled" : "stage.failed");
            throw;
        }
    }

    private static async Task<byte[]> DownloadAsync(
        HttpClient client, HttpRequestMessage request, ISignalEmitter emitter, SignalingHttpOptions options, CancellationToken cancellationToken)
    {
        DownloadProgress progress = new(emitter);
        emitter.Emit("stage.starting");
        progress.Raise(0);
        emitter.Emit("stage.request");
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        emitter.Emit("stage.headers");
        response.EnsureSuccessStatusCode();
        long? length = request.Method == HttpMethod.Head ? null : response.Content.Headers.ContentLength; // which is of the body that HEAD leaves out
        if (length > options.MaxBytes) throw TooLong(options);
        emitter.Emit("stage.reading");
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable _ = body.ConfigureAwait(false);
        using MemoryStream whole = new((int)Math.Min(length ?? 0, BufferSize)); // a length that is claimed is not room that is needed
        byte[] buffer = new byte[BufferSize];
        using StallGuard guard = new(options, cancellationToken);
        while (await guard.ReadAsync(body, buffer).ConfigureAwait(false) is > 0 and int read)
        {
            if (whole.Length + read > options.MaxBytes) throw TooLong(options);
            whole.Write(buffer, 0, read);
            progress.Report(whole.Length, length);
        }

        if (length is { } promised && whole.Length != promised)
            throw new HttpRequestException($"The body has {whole.Length} bytes, but its headers promised {promised}. Download it again.");

        progress.Raise(100);
        emitter.Emit("stage.completed");
        return whole.ToArray();
    }

    private static HttpRequestException TooLong(SignalingHttpOptions options) =>
        new($"The body is longer than {options.MaxBytes} bytes. Set {nameof(SignalingHttpOptions.MaxBytes)} to allow more.");
}
