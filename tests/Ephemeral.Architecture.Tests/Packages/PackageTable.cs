namespace Ephemeral.Architecture.Tests;

/// <summary>Which assemblies each library may know. Dependencies point as drawn here and nowhere else.</summary>
/// <remarks>A name that ends in "*" is a prefix. The base class library (System.*) is free for everyone.</remarks>
internal static class PackageTable
{
    private const string BaseClassLibrary = "System.*";

    public static IReadOnlyDictionary<string, string[]> Rows { get; } = new Dictionary<string, string[]>
    {
        ["Ephemeral"] = [],
        ["Ephemeral.Atoms"] = ["Ephemeral", "Microsoft.Extensions.DependencyInjection.Abstractions"],
        ["Ephemeral.Hosting"] =
        [
            "Ephemeral",
            "Microsoft.Extensions.Configuration.Abstractions",
            "Microsoft.Extensions.DependencyInjection.Abstractions",
            "Microsoft.Extensions.Diagnostics.HealthChecks",
            "Microsoft.Extensions.Diagnostics.HealthChecks.Abstractions",
            "Microsoft.Extensions.Hosting.Abstractions",
            "Microsoft.Extensions.Logging.Abstractions",
            "Microsoft.Extensions.Options",
        ],
        ["Ephemeral.Logging"] =
        [
            "Ephemeral",
            "Microsoft.Extensions.Logging",
            "Microsoft.Extensions.Logging.Abstractions",
            "Microsoft.Extensions.Logging.Configuration",
            "Microsoft.Extensions.Options",
            "Microsoft.Extensions.DependencyInjection.Abstractions",
            "Microsoft.Extensions.Hosting.Abstractions",
            "Microsoft.Extensions.Configuration.Abstractions",
        ],
        ["Ephemeral.Scheduling"] = ["Ephemeral", "Quartz"],
        ["Ephemeral.Sqlite"] = ["Ephemeral", "Ephemeral.Logging", "Microsoft.Data.Sqlite", "SQLitePCLRaw.core"],
        ["Ephemeral.Patterns"] = ["Ephemeral"],
        ["Ephemeral.Telemetry"] =
        [
            "Ephemeral",
            "OpenTelemetry*",
            "Microsoft.Extensions.Options",
            "Microsoft.Extensions.DependencyInjection.Abstractions",
        ],
        ["Ephemeral.Telemetry.Prometheus"] =
        [
            "OpenTelemetry*",
            "Microsoft.AspNetCore.*",
            "Microsoft.Net.Http.Headers", // of the ASP.NET Core shared framework, in spite of its name
            "Microsoft.Extensions.*",
        ],
    };

    public static bool Allows(string library, string assembly) =>
        Matches(BaseClassLibrary, assembly) || Rows[library].Any(allowed => Matches(allowed, assembly));

    /// <summary>The sentence for a library that nobody has placed in the table; null when it has its row.</summary>
    public static string? MissingRow(string library) => Rows.ContainsKey(library)
        ? null
        : $"{library} has no row in {nameof(PackageTable)}: decide what it may know, and add the row.";

    private static bool Matches(string allowed, string assembly) => allowed.EndsWith('*')
        ? assembly.StartsWith(allowed[..^1], StringComparison.Ordinal)
        : assembly == allowed;
}
