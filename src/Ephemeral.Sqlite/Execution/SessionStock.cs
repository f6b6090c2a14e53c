using System.Collections.Concurrent;

namespace Ephemeral.Sqlite.Execution;

/// <summary>Open connections that wait for their next use. As many as calls run at the same time, at most.</summary>
internal sealed class SessionStock(Func<Session> open)
{
    private readonly ConcurrentBag<Session> _idle = [];

    /// <summary>Returns a connection that nobody else uses, and opens one if there is none.</summary>
    public Session Take() => _idle.TryTake(out Session? session) ? session : open();

    /// <summary>Takes a connection back. One with a transaction or a result left open is closed, which ends either.</summary>
    public void Return(Session session)
    {
        if (session.IsReusable) _idle.Add(session);
        else session.Dispose();
    }

    /// <summary>Closes those that are not in use.</summary>
    public void Close()
    {
        while (_idle.TryTake(out Session? session)) session.Dispose();
    }
}
