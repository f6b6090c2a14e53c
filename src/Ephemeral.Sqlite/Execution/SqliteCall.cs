namespace Ephemeral.Sqlite.Execution;

/// <summary>Something to do on a connection, which waits for its turn. It is begun or withdrawn, never both.</summary>
internal abstract class SqliteCall(string? name, string? tail, string? key)
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Withdrawn = 2;

    private int _state; // one word, changed once

    /// <summary>Gets the first part of its signals' names; null when it is not signalled.</summary>
    public string? Name => name;

    /// <summary>Gets what its signals' names end with.</summary>
    public string? Tail => tail;

    /// <summary>Gets the key of its signals.</summary>
    public string? Key => key;

    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Begun, Waiting) == Waiting;

    /// <summary>Ends the wait of whoever called, unless it has begun. What was withdrawn is never done.</summary>
    public bool TryWithdraw(CancellationToken because)
    {
        if (Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) != Waiting) return false;
        Cancel(because);
        return true;
    }

    /// <summary>Does it. The outcome is kept back until <see cref="Acknowledge"/>.</summary>
    public abstract Task RunAsync(Session session, EphemeralOperation operation);

    public abstract void Acknowledge();

    public abstract void Fail(Exception error);

    public abstract void Cancel(CancellationToken because);
}
