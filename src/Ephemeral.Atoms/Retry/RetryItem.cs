namespace Ephemeral.Atoms.Retry;

/// <summary>An item with the token of whoever waits for its outcome.</summary>
internal readonly record struct RetryItem<T>(T Item, CancellationToken Caller);
