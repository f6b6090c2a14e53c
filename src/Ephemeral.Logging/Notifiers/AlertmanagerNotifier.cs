using Ephemeral.Internal;

namespace Ephemeral.Logging;

/// <summary>Fires an alert in a Prometheus Alertmanager for each incident, and resolves it with the incident.</summary>
/// <remarks>
/// <para>Thread-safe. It speaks the v2 API (<c>/api/v2/alerts</c>). An alert's labels are <c>alertname</c>, <c>incident</c> (the id),
/// <c>rule</c>, <c>severity</c> and those of the options; all that changes, such as the count, is in annotations.</para>
/// <para>An alert of an open incident ends by itself when the next announcement is overdue, so that none is left when the process dies.</para>
/// </remarks>
public sealed class AlertmanagerNotifier : IIncidentNotifier, IDisposable
{
    private static readonly string[] _taken = ["alertname", "incident", "rule", "severity"];

    private readonly Uri _alerts;
    private readonly AlertDocument _document;
    private readonly IncidentHttp _http;

    /// <summary>Makes a notifier.</summary>
    /// <param name="address">The address of Alertmanager, with its route prefix if it has one, such as <c>http://alerts:9093</c>.</param>
    /// <param name="options">What to send; null: the defaults.</param>
    /// <exception cref="ArgumentException">The address is no absolute http or https address, or the options are not valid.</exception>
    public AlertmanagerNotifier(Uri address, AlertmanagerOptions? options = null)
    {
        string text = NotifierOptionsValidator.Address(address, nameof(address)).GetLeftPart(UriPartial.Path);
        options ??= new();
        Validate(options);
        _alerts = new(text.TrimEnd('/') + "/api/v2/alerts");
        Name = options.Name;
        _document = new(options.AlertName, options.Labels.ToArray(), options.Link, options.TimeProvider);
        _http = new(options.HttpClient);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Task NotifyAsync(IncidentAnnouncement announcement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(announcement);
        return _http.PostAsync(_alerts, _document.Of(announcement), sign: null, cancellationToken);
    }

    /// <summary>Lets go of the client that it made.</summary>
    public void Dispose() => _http.Dispose();

    private static void Validate(AlertmanagerOptions options)
    {
        OptionsFaults faults = new(nameof(AlertmanagerOptions));
        if (string.IsNullOrWhiteSpace(options.Name)) faults.Add(nameof(options.Name), "must have text but was blank");
        if (string.IsNullOrWhiteSpace(options.AlertName)) faults.Add(nameof(options.AlertName), "must have text but was blank");
        faults.NotNull(options.TimeProvider);
        faults.NotNull(options.Labels);
        foreach (string label in options.Labels?.Keys ?? [])
        {
            if (!IsLabelName(label)) faults.Add(nameof(options.Labels), $"must have names of letters, digits and '_' that begin with no digit but has '{label}'");
            else if (_taken.Contains(label)) faults.Add(nameof(options.Labels), $"must not have '{label}', which is taken");
        }

        faults.ThrowIfAny();
    }

    private static bool IsLabelName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
