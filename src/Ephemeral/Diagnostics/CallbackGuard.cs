using System.Runtime.CompilerServices;

namespace Ephemeral;

/// <summary>Calls a user's callbacks and counts and reports what they throw, so that none of it reaches the work.</summary>
/// <param name="source">The name that observers see.</param>
/// <param name="observer">The observer of this owner alone; null: those attached to the process.</param>
internal sealed class CallbackGuard(string source, EphemeralObserver? observer)
{
    private long _failures;

    public string Source { get; set; } = source;

    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Gets the observer of this owner alone.</summary>
    public EphemeralObserver? OwnObserver { get; set; } = observer;

    /// <summary>Gets the observer to tell; null when there is none.</summary>
    public EphemeralObserver? Observer => OwnObserver ?? EphemeralDiagnostics.Observer;

    /// <summary>Calls a callback on this thread.</summary>
    /// <returns>False when it threw.</returns>
    public bool Call<TArgument>(string name, Action<TArgument> callback, in TArgument argument)
    {
        try
        {
            callback(argument);
            return true;
        }
        catch (Exception error)
        {
            Failed(name, error);
            return false;
        }
    }

    /// <summary>Calls every handler of an event on this thread. One whose own work raises the event again for ever is cut before the stack is used up.</summary>
    public void Raise<TArgument>(string name, Action<TArgument>? handlers, TArgument argument)
    {
        foreach (Delegate handler in handlers?.GetInvocationList() ?? [])
        {
            try
            {
                RuntimeHelpers.EnsureSufficientExecutionStack();
                ((Action<TArgument>)handler)(argument);
            }
            catch (Exception error)
            {
                Failed(name, error);
            }
        }
    }

    public void Failed(string callback, Exception error)
    {
        Interlocked.Increment(ref _failures);
        Observer?.CallbackFailed(new(Source, callback, error));
    }
}
