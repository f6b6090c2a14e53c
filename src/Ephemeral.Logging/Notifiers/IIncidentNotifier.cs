namespace Ephemeral.Logging;

/// <summary>Tells somebody outside the process about incidents. An <see cref="IncidentDelivery"/> calls it.</summary>
public interface IIncidentNotifier
{
    /// <summary>Gets the name in metrics and messages.</summary>
    string Name { get; }

    /// <summary>Tells one announcement. One call at a time, those of one incident in the order of its announcements; the same one may come again.</summary>
    /// <remarks>It must not block its thread: then it cannot be ended when it takes too long.</remarks>
    /// <param name="announcement">What to tell.</param>
    /// <param name="cancellationToken">Cancelled when the attempt takes too long, or the delivery ends.</param>
    /// <exception cref="IncidentRefusedException">The receiver will never take this announcement. Any other exception means: try again later.</exception>
    Task NotifyAsync(IncidentAnnouncement announcement, CancellationToken cancellationToken);
}
