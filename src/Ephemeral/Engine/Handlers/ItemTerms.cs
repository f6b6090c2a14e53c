namespace Ephemeral.Engine.Handlers;

/// <summary>What holds for one item beside its coordinator's options.</summary>
/// <param name="Timeout">How long an attempt may run; null for the coordinator's limit.</param>
/// <param name="AwaitTimeout">How long the item may wait for what its queue holds it for; null for ever.</param>
/// <param name="IsPinned">Whether its operation is pinned when it starts for the first time.</param>
/// <param name="ExpireAfter">How long after its end the operation leaves the window, pinned or not; null for the coordinator's rules.</param>
internal readonly record struct ItemTerms(TimeSpan? Timeout, TimeSpan? AwaitTimeout, bool IsPinned, TimeSpan? ExpireAfter);
