namespace Ephemeral.Signals;

/// <summary>The wildcards of an alphabet, known when the matcher is compiled for it.</summary>
internal interface IWildcards<T>
{
    /// <summary>Gets what stands for any run, also an empty one.</summary>
    static abstract T AnyRun { get; }

    /// <summary>Gets what stands for exactly one.</summary>
    static abstract T AnyOne { get; }
}
