namespace Ephemeral.Signals;

/// <summary>A signal that no constraint blocked, with its time and its causes.</summary>
/// <param name="Event">The signal as subscribers will see it.</param>
/// <param name="Now">When it was raised, on the sink's monotonic clock.</param>
/// <param name="Depth">How deep in a chain it was raised, hidden causes included.</param>
internal readonly record struct AdmittedSignal(SignalEvent Event, long Now, int Depth);
