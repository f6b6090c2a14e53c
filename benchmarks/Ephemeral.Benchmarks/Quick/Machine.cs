using System.Reflection;
using System.Runtime.InteropServices;

namespace Ephemeral.Benchmarks.Quick;

/// <summary>Says what figures were measured on: without that they mean nothing.</summary>
internal static class Machine
{
    public static string Description { get; } = string.Join(", ",
        FormattableString.Invariant($"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}"),
        $"{Environment.ProcessorCount} shared cores ({RuntimeInformation.OSArchitecture})",
        RuntimeInformation.FrameworkDescription,
        $"SDK {Sdk}");

    private static string Sdk => typeof(Machine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(static attribute => attribute.Key == "SdkVersion").Value!;
}
