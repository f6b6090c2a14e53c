using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ephemeral.Internal;

namespace Ephemeral.Logging;

/// <summary>Posts each announcement as one JSON document to an address.</summary>
/// <remarks>
/// <para>Thread-safe. The header <c>Ephemeral-Announcement</c> has the announcement's id, the same when it comes again, and
/// <c>Ephemeral-Attempt-Time</c> the seconds since 1970. With a secret, <c>Ephemeral-Signature</c> has <c>sha256=</c> and the lower-case
/// hexadecimal HMAC-SHA256 (RFC 2104) of time, a full stop and the body: a receiver compares it in constant time, and refuses old ones.</para>
/// <para>Answers: 2xx takes it; 408, 425, 429 and 5xx mean later; all others, redirects too, mean never.</para>
/// </remarks>
public sealed class WebhookNotifier : IIncidentNotifier, IDisposable
{
    private const int ShortestSecret = 16;

    private readonly Uri _address;
    private readonly byte[]? _secret;
    private readonly TimeProvider _time;
    private readonly IncidentHttp _http;

    /// <summary>Makes a notifier.</summary>
    /// <param name="address">Where to post to.</param>
    /// <param name="options">What to send; null: the defaults.</param>
    /// <exception cref="ArgumentException">The address is no absolute http or https address, or the options are not valid.</exception>
    public WebhookNotifier(Uri address, WebhookOptions? options = null)
    {
        _address = NotifierOptionsValidator.Address(address, nameof(address));
        options ??= new();
        OptionsFaults faults = new(nameof(WebhookOptions));
        faults.NotNull(options.TimeProvider);
        if (string.IsNullOrWhiteSpace(options.Name)) faults.Add(nameof(options.Name), "must have text but was blank");
        if (options.Secret is { Length: < ShortestSecret } secret)
            faults.Add(nameof(options.Secret), FormattableString.Invariant($"must have at least {ShortestSecret} characters but has {secret.Length}"));
        faults.ThrowIfAny();
        Name = options.Name;
        _secret = options.Secret is null ? null : Encoding.UTF8.GetBytes(options.Secret);
        _time = options.TimeProvider;
        _http = new(options.HttpClient);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Task NotifyAsync(IncidentAnnouncement announcement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(announcement);
        byte[] document = IncidentJson.OfAnnouncement(announcement);
        string time = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return _http.PostAsync(
            _address,
            document,
            headers =>
            {
                headers.Add("Ephemeral-Announcement", announcement.Id);
                headers.Add("Ephemeral-Attempt-Time", time);
                if (_secret is not null) headers.Add("Ephemeral-Signature", Sign(_secret, time, document));
            },
            cancellationToken);
    }

    /// <summary>Lets go of the client that it made.</summary>
    public void Dispose() => _http.Dispose();

    private static string Sign(byte[] secret, string time, byte[] document)
    {
        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hash.AppendData(Encoding.UTF8.GetBytes(time + "."));
        hash.AppendData(document);
        return $"sha256={Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant()}";
    }
}
