using Ephemeral;

namespace LogWatcher.Orders;

/// <summary>Places orders by itself, at a steady rate and up to a number, so that the demo has something to show.</summary>
internal sealed class OrderLoad(OrderService orders, DemoOptions options, TimeProvider time, ILogger<OrderLoad> log) : IAsyncDisposable
{
    private static readonly string[] _customers = ["ada", "bela", "chen", "dana", "emil", "fay", "gus", "hana"];

    private long _placed;
    private ITimer? _orderTimer;
    private ITimer? _reportTimer;

    public void Start()
    {
        _orderTimer = time.CreateTimer(_ => PlaceOne(), state: null, options.OrderEvery, options.OrderEvery);
        _reportTimer = time.CreateTimer(_ => Report(), state: null, options.ReportEvery, options.ReportEvery);
    }

    public async ValueTask DisposeAsync()
    {
        if (_orderTimer is not null) await _orderTimer.DisposeAsync();
        if (_reportTimer is not null) await _reportTimer.DisposeAsync();
    }

    private void PlaceOne()
    {
        long number = Interlocked.Increment(ref _placed);
        if (number > options.Orders)
        {
            _orderTimer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        orders.TryPlace(_customers[number % _customers.Length], 10 + number % 90);
    }

    private void Report()
    {
        CoordinatorMetrics counts = orders.Coordinator.GetMetrics();
        log.LogInformation(
            "{Taken} orders taken: {Paid} paid, {Failed} failed, {Waiting} waiting",
            counts.Enqueued, counts.Completed, counts.Failed, counts.Pending);
    }
}
