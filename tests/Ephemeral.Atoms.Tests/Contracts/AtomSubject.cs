namespace Ephemeral.Atoms.Tests.Contracts;

/// <summary>An atom of any kind, as the contract of all atoms sees it.</summary>
/// <param name="Atom">The atom.</param>
internal sealed record AtomSubject(IAsyncDisposable Atom)
{
    /// <summary>Gets what uses the atom once, so that the callback of the test runs sooner or later.</summary>
    public required Func<Task> UseAsync { get; init; }

    /// <summary>Gets what waits until everything that was used has ended. Time is advanced by the test.</summary>
    public required Func<Task> SettleAsync { get; init; }

    /// <summary>Gets how often a callback has thrown, where the atom or its sink counts it.</summary>
    public required Func<long> Failures { get; init; }

    /// <summary>Gets a call that waits while the callback is held; null where nothing waits.</summary>
    public Func<CancellationToken, Task>? WaitAsync { get; init; }

    /// <summary>Gets whether using the disposed atom is refused; signals are just not heard any more.</summary>
    public bool RefusesAfterDispose { get; init; } = true;

    /// <summary>Gets how many timers something else keeps.</summary>
    public int OtherTimers { get; init; }
}
