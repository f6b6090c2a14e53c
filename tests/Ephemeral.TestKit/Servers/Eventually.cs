namespace Ephemeral.TestKit;

/// <summary>Waits for another process to reach a state that it does not announce. The only wait loop in the tests.</summary>
/// <remarks>For servers only: code of ours is met at a <see cref="Gate"/> and timed by a <see cref="ManualTimeProvider"/>.</remarks>
public static class Eventually
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again and again until the condition holds; fails with the name of what was waited for.</summary>
    /// <remarks>An <see cref="HttpRequestException"/> of the condition counts as "not yet": servers refuse before they listen.</remarks>
    /// <exception cref="TimeoutException">The condition did not hold in time.</exception>
    public static async Task Async(Func<CancellationToken, Task<bool>> condition, TimeSpan timeout, string what)
    {
        using CancellationTokenSource expiry = new(timeout);
        HttpRequestException? last = null;
        try
        {
            while (true)
            {
                try
                {
                    if (await condition(expiry.Token)) return;
                }
                catch (HttpRequestException refused)
                {
                    last = refused;
                }

                await Task.Delay(_pause, expiry.Token);
            }
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested)
        {
            throw new TimeoutException($"Waited {timeout.TotalSeconds:0} s for {what}, which did not come.", last);
        }
    }
}
