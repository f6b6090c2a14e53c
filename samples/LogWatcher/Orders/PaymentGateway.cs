namespace LogWatcher.Orders;

/// <summary>The payment provider that the demo depends on. It fails in bursts, by count and not by chance, so that runs are alike.</summary>
internal sealed class PaymentGateway(DemoOptions options, TimeProvider time)
{
    private long _payments = -1;

    /// <summary>Takes a payment, slowly while a burst of failures goes on.</summary>
    /// <exception cref="PaymentException">The provider is down.</exception>
    public async Task ChargeAsync(Order order, CancellationToken cancellationToken)
    {
        long place = Interlocked.Increment(ref _payments) % options.BurstEvery;
        bool isDown = place >= options.BurstStart && place < options.BurstStart + options.BurstLength;
        await Task.Delay(isDown ? options.Timeout : options.PaymentTime, time, cancellationToken);
        if (isDown) throw new PaymentException($"The payment provider did not answer within {options.Timeout.TotalMilliseconds:0} ms.");
    }
}
