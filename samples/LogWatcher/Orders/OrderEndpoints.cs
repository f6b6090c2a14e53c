using Microsoft.AspNetCore.Http.HttpResults;

namespace LogWatcher.Orders;

/// <summary>The order service's HTTP face.</summary>
internal static class OrderEndpoints
{
    private const int MaxCustomerLength = 64;

    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        app.MapPost("/orders", Place);
        app.MapGet("/orders/{id}", Find);
    }

    private static Results<Accepted<Order>, BadRequest<string>, StatusCodeHttpResult> Place(OrderRequest request, OrderService orders)
    {
        if (string.IsNullOrWhiteSpace(request.Customer) || request.Customer.Length > MaxCustomerLength)
            return TypedResults.BadRequest($"The customer must have 1 to {MaxCustomerLength} characters.");
        if (request.Amount <= 0)
            return TypedResults.BadRequest($"The amount must be positive but was {request.Amount}.");

        Order? order = orders.TryPlace(request.Customer, request.Amount);
        if (order is null) return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        return TypedResults.Accepted($"/orders/{order.Id}", order);
    }

    private static Results<Ok<OrderView>, NotFound> Find(string id, OrderService orders) =>
        orders.Find(id) is { } order ? TypedResults.Ok(order) : TypedResults.NotFound();
}
