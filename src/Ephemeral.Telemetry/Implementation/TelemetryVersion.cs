using System.Reflection;

namespace Ephemeral.Telemetry.Implementation;

/// <summary>The version that meter and source carry: the package's, without the commit.</summary>
internal static class TelemetryVersion
{
    public static string? Value { get; } = typeof(TelemetryVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
}
