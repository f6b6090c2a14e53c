using Ephemeral;

namespace LogWatcher.Orders;

/// <summary>Takes orders and pays them: one customer's orders one after the other, those of several customers side by side.</summary>
internal sealed class OrderService : IAsyncDisposable
{
    private static readonly EventId _paymentFailed = new(1001, "PaymentFailed");

    private readonly OrderBook _book = new();
    private readonly PaymentGateway _payments;
    private readonly ILogger<OrderService> _log;
    private readonly EphemeralKeyedWorkCoordinator<Order, string> _coordinator;
    private long _lastId;

    public OrderService(PaymentGateway payments, SignalSink sink, ILogger<OrderService> log)
    {
        _payments = payments;
        _log = log;
        _coordinator = new(order => order.Customer, PayAsync, new EphemeralOptions
        {
            Name = "orders",
            MaxConcurrency = 4,
            QueueCapacity = 256,
            Signals = sink,
            DisposeTimeout = TimeSpan.FromSeconds(2),
        });
    }

    /// <summary>Gets the coordinator, for its counts and for draining it.</summary>
    public CoordinatorBase Coordinator => _coordinator;

    /// <summary>Takes an order if there is room.</summary>
    /// <returns>The order, or null when too many wait.</returns>
    public Order? TryPlace(string customer, decimal amount)
    {
        Order order = new($"o-{Interlocked.Increment(ref _lastId)}", customer, amount);
        _book.Add(order);
        if (_coordinator.TryEnqueue(order)) return order;
        _book.Settle(order, OrderStatus.Failed);
        return null;
    }

    public OrderView? Find(string id) => _book.Find(id);

    public ValueTask DisposeAsync() => _coordinator.DisposeAsync();

    private async Task PayAsync(Order order, EphemeralOperation operation, CancellationToken cancellationToken)
    {
        try
        {
            await _payments.ChargeAsync(order, cancellationToken);
        }
        catch (PaymentException exception)
        {
            _book.Settle(order, OrderStatus.Failed);
            _log.LogError(_paymentFailed, exception, "Payment of order {OrderId} for {Customer} failed", order.Id, order.Customer);
            throw; // a failed operation: counted, and kept with its exception
        }

        _book.Settle(order, OrderStatus.Paid);
        operation.Emit("order.paid");
    }
}
