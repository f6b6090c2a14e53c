using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ephemeral.Architecture.Tests;

/// <summary>Rules about the shape of a file.</summary>
internal static class FileRules
{
    private static readonly Dictionary<string, int> _ceilings =
        new() { ["src"] = 300, ["samples"] = 300, ["benchmarks"] = 300, ["tests"] = 400 };

    /// <summary>Types that differ only in arity count as one: <c>Pair</c> beside <c>Pair&lt;T&gt;</c> is how C# spells a factory.</summary>
    public static IEnumerable<string> OnePublicType(SourceFile file)
    {
        string[] names = [.. file.TopLevelTypes.Where(IsPublic).Select(SourceFile.NameOf).Distinct()];
        if (names.Length > 1) yield return $"{file.Path}: one public type a file, but here are {string.Join(", ", names)}";
    }

    public static IEnumerable<string> NamedAfterItsType(SourceFile file)
    {
        MemberDeclarationSyntax[] types = [.. file.TopLevelTypes];
        MemberDeclarationSyntax[] candidates = types.Any(IsPublic) ? [.. types.Where(IsPublic)] : types;
        bool isProgram = file.Root.Members.OfType<GlobalStatementSyntax>().Any();
        if (candidates.Length == 0 || isProgram || candidates.Any(type => SourceFile.NameOf(type) == file.TypeName)) yield break;
        yield return $"{file.Path}: named {file.TypeName}, but its type is {SourceFile.NameOf(candidates[0])}";
    }

    public static IEnumerable<string> WithinItsCeiling(SourceFile file)
    {
        int ceiling = _ceilings[file.TopFolder];
        if (file.Lines > ceiling) yield return $"{file.Path}: {file.Lines} lines, and the ceiling of {file.TopFolder} is {ceiling}";
    }

    public static IEnumerable<string> NoRegion(SourceFile file) => file.Root.DescendantTrivia(descendIntoTrivia: true)
        .Where(trivia => trivia.IsKind(SyntaxKind.RegionDirectiveTrivia))
        .Select(trivia => file.Breach(trivia.GetLocation(), "#region; split the file instead"));

    public static IEnumerable<string> PragmaWithAReason(SourceFile file) => file.Root.DescendantNodes(descendIntoTrivia: true)
        .OfType<PragmaWarningDirectiveTriviaSyntax>()
        .Where(pragma => pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword) && !HasReason(pragma))
        .Select(pragma => file.Breach(pragma, "#pragma warning disable without a reason on its line"));

    private static bool HasReason(PragmaWarningDirectiveTriviaSyntax pragma)
    {
        string line = pragma.ToFullString();
        int comment = line.IndexOf("//", StringComparison.Ordinal);
        return comment >= 0 && !string.IsNullOrWhiteSpace(line[(comment + 2)..]);
    }

    private static bool IsPublic(MemberDeclarationSyntax type) => type.Modifiers.Any(SyntaxKind.PublicKeyword);
}
