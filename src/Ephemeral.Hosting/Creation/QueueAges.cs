namespace Ephemeral.Hosting.Creation;

/// <summary>Asks for acceptance timestamps while health checks live: the age of the oldest waiting item needs them.</summary>
internal sealed class QueueAges : EphemeralObserver, IDisposable
{
    private readonly IDisposable _attachment;

    public QueueAges() => _attachment = EphemeralDiagnostics.Attach(this);

    public override ObserverNeeds Needs => ObserverNeeds.Timing;

    public void Dispose() => _attachment.Dispose();
}
