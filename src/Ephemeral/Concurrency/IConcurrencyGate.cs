namespace Ephemeral;

/// <summary>Limits how many callers are inside at once, for code of your own: coordinators have their limits built in.</summary>
public interface IConcurrencyGate
{
    /// <summary>Enters, waiting in order of arrival while as many as allowed are inside.</summary>
    /// <param name="cancellationToken">Ends the wait; who was cancelled is not inside.</param>
    ValueTask WaitAsync(CancellationToken cancellationToken = default);

    /// <summary>Leaves, once for each time entered.</summary>
    /// <exception cref="InvalidOperationException">Nobody is inside.</exception>
    void Release();

    /// <summary>Changes how many may be inside.</summary>
    /// <exception cref="NotSupportedException">The gate's limit is fixed.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is below 1.</exception>
    void UpdateLimit(int limit);
}
