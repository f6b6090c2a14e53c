namespace LogWatcher.Orders;

/// <summary>The body of <c>POST /orders</c>.</summary>
internal sealed record OrderRequest(string? Customer, decimal Amount);
