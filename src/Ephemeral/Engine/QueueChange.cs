namespace Ephemeral.Engine;

/// <summary>Changes a queue under the engine's lock.</summary>
internal delegate void QueueChange<TQueue, in TState>(ref TQueue queue, TState state)
    where TQueue : struct;
