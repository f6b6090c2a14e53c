using System.Runtime.CompilerServices;

namespace Ephemeral;

/// <summary>Attaches observers to every coordinator and sink of the process.</summary>
/// <remarks>Thread-safe. Live coordinators are held weakly: one that is neither disposed nor referenced is forgotten.</remarks>
public static class EphemeralDiagnostics
{
    private static readonly Lock _gate = new();
    private static readonly ConditionalWeakTable<ObservedCoordinator, object?> _live = [];
    private static EphemeralObserver? _observer;
    private static long _observerFailures;
    private static long _observerReentries;

    /// <summary>Gets how often an observer has thrown since the process started.</summary>
    public static long ObserverFailures => Interlocked.Read(ref _observerFailures);

    /// <summary>Gets how many signal events and callback failures an observer was not told of, because it led to them itself while it was told of another.</summary>
    public static long ObserverReentries => Interlocked.Read(ref _observerReentries);

    /// <summary>Gets the attached observers as one; null when there is none, which is the one branch that an unobserved operation pays.</summary>
    internal static EphemeralObserver? Observer => Volatile.Read(ref _observer);

    /// <summary>Attaches an observer until the returned registration is disposed.</summary>
    /// <remarks>The observer is told of every live coordinator before this method returns. Several observers compose.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="observer"/> is null.</exception>
    public static IDisposable Attach(EphemeralObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        GuardedObserver guarded = new(observer);
        List<ObservedCoordinator> coordinators;
        lock (_gate)
        {
            _observer = CompositeObserver.Add(_observer, guarded);
            coordinators = [.. _live.Select(static entry => entry.Key)];
        }

        foreach (ObservedCoordinator coordinator in coordinators)
        {
            guarded.CoordinatorCreated(coordinator);
            if (!IsLive(coordinator)) guarded.CoordinatorDisposed(coordinator); // meanwhile, and perhaps told before it was created
        }

        return new Attachment(guarded);
    }

    internal static void Created(ObservedCoordinator coordinator, EphemeralObserver? own)
    {
        EphemeralObserver? observer = own;
        if (own is null)
        {
            lock (_gate)
            {
                _live.Add(coordinator, null);
                observer = _observer;
            }
        }

        observer?.CoordinatorCreated(coordinator);
    }

    internal static void Disposed(ObservedCoordinator coordinator, EphemeralObserver? own)
    {
        EphemeralObserver? observer = own;
        if (own is null)
        {
            lock (_gate)
            {
                _live.Remove(coordinator);
                observer = _observer;
            }
        }

        observer?.CoordinatorDisposed(coordinator);
    }

    internal static void CountObserverFailure() => Interlocked.Increment(ref _observerFailures);

    internal static void CountObserverReentry() => Interlocked.Increment(ref _observerReentries);

    private static bool IsLive(ObservedCoordinator coordinator)
    {
        lock (_gate) return _live.TryGetValue(coordinator, out _);
    }

    private sealed class Attachment(GuardedObserver observer) : IDisposable
    {
        public void Dispose()
        {
            lock (_gate) _observer = CompositeObserver.Remove(_observer, observer);
        }
    }
}
