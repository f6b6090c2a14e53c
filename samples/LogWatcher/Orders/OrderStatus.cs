namespace LogWatcher.Orders;

/// <summary>How far an order has come.</summary>
internal enum OrderStatus
{
    /// <summary>It waits for its turn, or is being paid.</summary>
    Accepted,

    /// <summary>It is paid.</summary>
    Paid,

    /// <summary>Its payment failed.</summary>
    Failed,
}
