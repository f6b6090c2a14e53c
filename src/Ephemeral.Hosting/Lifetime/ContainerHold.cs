namespace Ephemeral.Hosting.Lifetime;

/// <summary>Has the container dispose an object that it did not make itself.</summary>
/// <remarks>
/// Registered as transient: the container disposes what it made in reverse order, so that an object that is held as soon as it was made
/// ends before the services that it was made with.
/// </remarks>
internal sealed class ContainerHold : IAsyncDisposable, IDisposable
{
    private object? _held;

    public void Hold(object held) => _held = held;

    public void Dispose()
    {
        if (_held is IDisposable disposable) disposable.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        if (_held is IAsyncDisposable asynchronous) return asynchronous.DisposeAsync();
        Dispose();
        return ValueTask.CompletedTask;
    }
}
