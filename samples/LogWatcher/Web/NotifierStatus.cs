using Ephemeral.Logging;

namespace LogWatcher.Web;

/// <summary>How well somebody can be told about incidents.</summary>
internal sealed record NotifierStatus(string Name, long Delivered, long Undelivered, int Waiting, long FailedAttempts, bool IsCircuitOpen, string? LastFailure)
{
    public static NotifierStatus Of(IncidentDelivery delivery) => new(
        delivery.Name, delivery.Delivered, delivery.Undelivered, delivery.Waiting, delivery.FailedAttempts, delivery.IsCircuitOpen, delivery.LastFailure?.Message);
}
