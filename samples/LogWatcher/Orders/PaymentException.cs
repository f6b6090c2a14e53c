namespace LogWatcher.Orders;

/// <summary>The payment provider did not take a payment.</summary>
internal sealed class PaymentException(string message) : Exception(message);
