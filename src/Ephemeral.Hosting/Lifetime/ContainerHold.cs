namespace Ephemeral.Hosting.Lifetime;

/// <summary>Has the container dispose an object that it did not make itself.</summary>
/// <remarks>
/// Registered as transient: the container disposes what it made in reverse order, so that an object that is held as soon as it was made
/// ends before the services that it was made with. Thread-safe: the container may end while the object is being made.
/// </remarks>
internal sealed class ContainerHold : IAsyncDisposable, IDisposable
{
    private static readonly object _nothing = new();
    private object? _held;

    /// <exception cref="ObjectDisposedException">The container was disposed meanwhile; the object is disposed too.</exception>
    public void Hold(object held)
    {
        if (Interlocked.CompareExchange(ref _held, held, null) is null) return;
        if (held is IDisposable disposable) disposable.Dispose();
        throw new ObjectDisposedException(nameof(IServiceProvider));
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _held, _nothing) is IDisposable disposable) disposable.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        object? held = Interlocked.Exchange(ref _held, _nothing);
        if (held is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync().ConfigureAwait(false);
        else if (held is IDisposable disposable) disposable.Dispose();
    }
}
