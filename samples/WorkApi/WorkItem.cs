namespace WorkApi;

/// <summary>What is posted to the root.</summary>
public sealed record WorkItem(string Id = "");
