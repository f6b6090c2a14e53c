namespace LogWatcher.Orders;

/// <summary>The latest orders and what became of them. Thread-safe; beyond its capacity the oldest order is forgotten.</summary>
internal sealed class OrderBook(int capacity = OrderBook.DefaultCapacity)
{
    public const int DefaultCapacity = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, OrderView> _orders = []; // guarded by _gate, as is _oldestFirst
    private readonly Queue<string> _oldestFirst = [];

    public void Add(Order order)
    {
        lock (_gate)
        {
            if (_oldestFirst.Count == capacity) _orders.Remove(_oldestFirst.Dequeue());
            _oldestFirst.Enqueue(order.Id);
            _orders.Add(order.Id, new OrderView(order.Id, order.Customer, order.Amount, OrderStatus.Accepted));
        }
    }

    public void Settle(Order order, OrderStatus status)
    {
        lock (_gate)
        {
            if (_orders.TryGetValue(order.Id, out OrderView? known)) _orders[order.Id] = known with { Status = status };
        }
    }

    public OrderView? Find(string id)
    {
        lock (_gate) return _orders.GetValueOrDefault(id);
    }
}
