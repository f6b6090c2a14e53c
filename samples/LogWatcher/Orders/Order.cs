namespace LogWatcher.Orders;

/// <summary>What a customer wants to buy.</summary>
internal sealed record Order(string Id, string Customer, decimal Amount);
