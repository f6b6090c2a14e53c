namespace Ephemeral.Logging.Tests.Notifiers;

/// <summary>What a receiver took.</summary>
internal sealed record WebDelivery(string Body, string Announcement, string Time, string Signature);
