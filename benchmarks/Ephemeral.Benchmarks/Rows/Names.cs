using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>Words for the names of rows.</summary>
internal static class Names
{
    public static string Of(BodyKind body) => body == BodyKind.Sync ? "sync" : "yielding";
}
