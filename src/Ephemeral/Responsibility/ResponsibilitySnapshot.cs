namespace Ephemeral;

/// <summary>One operation that is held until somebody acknowledges it, as it was when asked for.</summary>
/// <param name="OperationId">The operation's id.</param>
/// <param name="AckPattern">The pattern, or the announcement's name, as it was given.</param>
/// <param name="AckKey">The key that an acknowledging signal has.</param>
/// <param name="Description">What the operation is held for; null when nobody said.</param>
/// <param name="PinnedAt">When it was pinned.</param>
public sealed record ResponsibilitySnapshot(
    long OperationId, string AckPattern, string AckKey, string? Description, DateTimeOffset PinnedAt);
