namespace LogWatcher.Orders;

/// <summary>The answer of <c>GET /orders/{id}</c>.</summary>
internal sealed record OrderView(string Id, string Customer, decimal Amount, OrderStatus Status);
