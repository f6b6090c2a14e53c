using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>What tells most faults apart at the price of a look-up. Where it does not, samples do.</summary>
/// <remarks>With an override (what the record or the user's delegate says it belongs to) the rest is empty.</remarks>
internal readonly record struct FaultKey(string? Override, string? Category, int EventId, string? EventName, string? Template, string? ExceptionType)
{
    private const int MaxOverride = 256;

    public static FaultKey Of(SignalLogPayload payload)
    {
        EventId eventId = payload.EventId;
        string template = payload.MessageTemplate ?? payload.Message;
        return new(null, payload.Category, eventId.Name is null ? eventId.Id : 0, eventId.Name, template, payload.ExceptionType);
    }

    public static FaultKey Of(string name) => new(name.Length <= MaxOverride && name != IncidentBook.OverflowFingerprint ? name : IncidentFingerprint.Hash(name), null, 0, null, null, null);
}
