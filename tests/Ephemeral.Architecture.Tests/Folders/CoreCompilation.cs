using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ephemeral.Architecture.Tests;

/// <summary>Compiles the sources of src/Ephemeral in memory, as the build does for net10.0.</summary>
/// <remarks>The path of a syntax tree is relative to that folder.</remarks>
internal static class CoreCompilation
{
    private const string MissingGeneratedPart = "CS8795";

    private static readonly string[] _implicitUsings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
    ];

    private static readonly CSharpParseOptions _parse = new(LanguageVersion.CSharp13,
        preprocessorSymbols: ["NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER", "DEBUG"]);

    public static CSharpCompilation OfRepository()
    {
        string folder = RepositoryRoot.Combine("src", "Ephemeral");
        return Of(RepositoryRoot.Files(Path.Combine("src", "Ephemeral"), "*.cs")
            .Select(path => (Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path))));
    }

    public static CSharpCompilation Of(IEnumerable<(string Path, string Text)> sources)
    {
        string usings = string.Concat(_implicitUsings.Select(name => $"global using {name};\n"));
        IEnumerable<SyntaxTree> trees = sources.Append(("<implicit usings>", usings))
            .Select(source => CSharpSyntaxTree.ParseText(source.Item2, _parse, source.Item1));
        return CSharpCompilation.Create("Ephemeral", trees, BaseClassLibrary(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>What does not compile here: an unknown name is a symbol that the folder rule would overlook.</summary>
    /// <remarks>The bodies of partial methods come from generators, which do not run here; everything else has to be there.</remarks>
    public static IEnumerable<string> Errors(CSharpCompilation compilation) => compilation.GetDiagnostics()
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != MissingGeneratedPart)
        .Select(diagnostic => diagnostic.ToString());

    // Only the base class library: the core may use nothing else, so nothing else is offered.
    private static IEnumerable<MetadataReference> BaseClassLibrary()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Select(path => MetadataReference.CreateFromFile(path));
    }
}
