using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LogWatcher.Tests.Telemetry;

/// <summary>Compiles the file that OfficialExporters=true builds, against stand-ins for the four methods of packages that not every feed has.</summary>
public sealed class OfficialExportersTests
{
    private const string Shims =
        """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Routing;

        namespace OpenTelemetry.Metrics
        {
            public static class PrometheusExporterMeterProviderBuilderExtensions
            {
                public static MeterProviderBuilder AddPrometheusExporter(this MeterProviderBuilder builder) => builder;
            }

            public static class ConsoleExporterMetricsExtensions
            {
                public static MeterProviderBuilder AddConsoleExporter(this MeterProviderBuilder builder) => builder;
            }
        }

        namespace OpenTelemetry.Trace
        {
            public static class ConsoleExporterHelperExtensions
            {
                public static TracerProviderBuilder AddConsoleExporter(this TracerProviderBuilder builder) => builder;
            }
        }

        namespace Microsoft.AspNetCore.Builder
        {
            public static class PrometheusExporterEndpointRouteBuilderExtensions
            {
                public static IEndpointConventionBuilder MapPrometheusScrapingEndpoint(this IEndpointRouteBuilder endpoints) => null!;
            }
        }
        """;

    private const string ImplicitUsings = "global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Routing;";

    [Fact]
    public void TheOfficialVariantCompiles() => Assert.Empty(Errors("Exporters.Official.cs", Shims));

    [Fact]
    public void WithoutThePackagesItDoesNot() => Assert.Equal(3, Errors("Exporters.Official.cs").Count); // of two chained calls the first is reported

    [Fact]
    public void BothVariantsOfferTheSameMembers() => Assert.Equal(Members("Exporters.Ours.cs"), Members("Exporters.Official.cs", Shims));

    private static List<string> Errors(string file, params string[] shims) =>
    [
        .. Compile(file, shims).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString()),
    ];

    private static IEnumerable<string> Members(string file, params string[] shims) =>
        Compile(file, shims).GetTypeByMetadataName("LogWatcher.Telemetry.Exporters")!.GetMembers()
            .Where(member => member.DeclaredAccessibility == Accessibility.Public)
            .Select(member => member.ToDisplayString())
            .Order(StringComparer.Ordinal);

    private static CSharpCompilation Compile(string file, string[] shims)
    {
        string source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Telemetry", file));
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return CSharpCompilation.Create(
            "Official",
            [.. shims.Append(source).Append(ImplicitUsings).Select(text => CSharpSyntaxTree.ParseText(text))],
            trusted.Split(Path.PathSeparator).Where(path => Path.GetFileName(path) != "LogWatcher.dll").Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }
}
