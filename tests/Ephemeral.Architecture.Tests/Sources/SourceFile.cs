using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ephemeral.Architecture.Tests;

/// <summary>A source file as syntax. Its path is relative to the root, and its first folder decides which rules apply.</summary>
internal sealed class SourceFile
{
    private static readonly CSharpParseOptions _parse = new(LanguageVersion.CSharp13,
        preprocessorSymbols: ["NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER", "DEBUG"]);

    private readonly SyntaxTree _tree;

    public SourceFile(string relativePath, string text)
    {
        Path = relativePath;
        _tree = CSharpSyntaxTree.ParseText(text, _parse, relativePath);
        Root = _tree.GetCompilationUnitRoot();
        string trimmed = text.TrimEnd('\n', '\r');
        Lines = trimmed.Length == 0 ? 0 : trimmed.AsSpan().Count('\n') + 1;
    }

    public string Path { get; }

    public CompilationUnitSyntax Root { get; }

    public int Lines { get; }

    public string TopFolder => Path[..Path.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The name that the file gives to its type: <c>Type.Axis.cs</c> and <c>Type{T}.cs</c> are both about <c>Type</c>.</summary>
    public string TypeName => System.IO.Path.GetFileName(Path).Split('.', '{', '`')[0];

    public IEnumerable<MemberDeclarationSyntax> TopLevelTypes => Root
        .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        .OfType<MemberDeclarationSyntax>()
        .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    public static SourceFile Read(string path) => new(RepositoryRoot.Relative(path), File.ReadAllText(path));

    public static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax declared => declared.Identifier.Text,
        DelegateDeclarationSyntax declared => declared.Identifier.Text,
        _ => throw new ArgumentException($"A {type.Kind()} has no name.", nameof(type)),
    };

    public string Breach(SyntaxNode node, string what) => Breach(node.GetLocation(), what);

    public string Breach(Location location, string what) => $"{Path}({location.GetLineSpan().StartLinePosition.Line + 1}): {what}";
}
