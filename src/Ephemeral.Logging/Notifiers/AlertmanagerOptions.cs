namespace Ephemeral.Logging;

/// <summary>What an <see cref="AlertmanagerNotifier"/> sends.</summary>
public sealed class AlertmanagerOptions
{
    /// <summary>Gets or sets the name in metrics and messages.</summary>
    /// <value>The default is <c>alertmanager</c>.</value>
    public string Name { get; set; } = "alertmanager";

    /// <summary>Gets or sets the value of the label <c>alertname</c>.</summary>
    /// <value>The default is <c>EphemeralIncident</c>.</value>
    public string AlertName { get; set; } = "EphemeralIncident";

    /// <summary>Gets or sets further labels, such as the service and its environment.</summary>
    /// <remarks>Names have letters, digits and <c>_</c>, and begin with no digit; <c>alertname</c>, <c>incident</c>, <c>rule</c> and <c>severity</c> are taken.</remarks>
    /// <value>The default is none.</value>
    public IDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>();

    /// <summary>Gets or sets what makes the address of a page about an incident.</summary>
    /// <remarks>When it throws the alert goes out without, and the annotation <c>link_failure</c> says so.</remarks>
    /// <value>The default, null, sends none.</value>
    public Func<Incident, Uri?>? Link { get; set; }

    /// <summary>Gets or sets the client to send with; borrowed.</summary>
    /// <value>The default, null, makes one that follows no redirects.</value>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Gets or sets the clock.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
