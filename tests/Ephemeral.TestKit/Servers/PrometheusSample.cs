namespace Ephemeral.TestKit;

/// <summary>One series of the answer to a query.</summary>
public sealed record PrometheusSample(IReadOnlyDictionary<string, string> Labels, double Value);
