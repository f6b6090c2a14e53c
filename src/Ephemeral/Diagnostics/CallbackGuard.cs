namespace Ephemeral;

/// <summary>Counts and reports what a user's callbacks throw, so that none of it reaches the work.</summary>
internal sealed class CallbackGuard(string source, EphemeralObserver? observer)
{
    private long _failures;

    public long Failures => Interlocked.Read(ref _failures);

    public void Failed(string callback, Exception error)
    {
        Interlocked.Increment(ref _failures);
        (observer ?? EphemeralDiagnostics.Observer)?.CallbackFailed(new(source, callback, error));
    }
}
