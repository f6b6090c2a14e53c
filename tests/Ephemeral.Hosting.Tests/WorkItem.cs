namespace Ephemeral.Hosting.Tests;

internal sealed record WorkItem(string Id = "", string CustomerId = "");
