namespace Ephemeral.Logging;

/// <summary>What a <see cref="WebhookNotifier"/> sends.</summary>
public sealed class WebhookOptions
{
    /// <summary>Gets or sets the name in metrics and messages.</summary>
    /// <value>The default is <c>webhook</c>.</value>
    public string Name { get; set; } = "webhook";

    /// <summary>Gets or sets the key of the signature; at least 16 characters.</summary>
    /// <value>The default, null, sends none.</value>
    public string? Secret { get; set; }

    /// <summary>Gets or sets the client to send with; borrowed.</summary>
    /// <value>The default, null, makes one that follows no redirects.</value>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Gets or sets the clock of the signature.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
