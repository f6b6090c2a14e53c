using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ephemeral.Architecture.Tests;

/// <summary>Finds every use of a symbol that lies in a folder which the using folder may not know.</summary>
/// <remarks>
/// Names, inferred types (var), target-typed creations, base types, attributes, operators, extension methods and members reached
/// through any number of calls all count. Documentation comments do not: they explain, they do not bind.
/// </remarks>
internal static class FolderRule
{
    public static IReadOnlyList<string> Breaches(CSharpCompilation compilation)
    {
        List<string> breaches = [];
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            string folder = FolderTable.FolderOf(tree.FilePath);
            if (!FolderTable.Has(folder)) breaches.Add($"{tree.FilePath}: folder {folder} has no row in {nameof(FolderTable)}");
            else breaches.AddRange(InTree(compilation.GetSemanticModel(tree), tree, folder).Distinct());
        }

        return breaches;
    }

    private static IEnumerable<string> InTree(SemanticModel model, SyntaxTree tree, string folder)
    {
        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
        {
            foreach (ISymbol symbol in SymbolsAt(model, node).SelectMany(Unfold))
            {
                if (ForbiddenFolder(symbol, folder) is not { } known) continue;
                int line = tree.GetLineSpan(node.Span).StartLinePosition.Line + 1;
                string name = symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
                yield return $"{tree.FilePath}({line}): folder {folder} may not know {known}: {name}";
            }
        }
    }

    private static IEnumerable<ISymbol> SymbolsAt(SemanticModel model, SyntaxNode node)
    {
        if (node is not (ExpressionSyntax or ConstructorInitializerSyntax or AttributeSyntax or SelectOrGroupClauseSyntax)) yield break;
        SymbolInfo info = model.GetSymbolInfo(node);
        if (info.Symbol is { } symbol) yield return symbol;
        if (node is ExpressionSyntax and not TypeSyntax && model.GetTypeInfo(node).Type is { } type) yield return type;
    }

    // A use of List<Signal> or of Signal[] is a use of Signal; a use of a member is a use of it where it was written.
    private static IEnumerable<ISymbol> Unfold(ISymbol symbol) => symbol switch
    {
        IArrayTypeSymbol array => Unfold(array.ElementType),
        IPointerTypeSymbol pointer => Unfold(pointer.PointedAtType),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.SelectMany(element => Unfold(element.Type)),
        INamedTypeSymbol type => type.TypeArguments.SelectMany(Unfold).Prepend(type.OriginalDefinition),
        IMethodSymbol method => method.TypeArguments.SelectMany(Unfold).Prepend((method.ReducedFrom ?? method).OriginalDefinition),
        IPropertySymbol or IFieldSymbol or IEventSymbol => [symbol.OriginalDefinition],
        _ => [],
    };

    // A partial type may lie in several folders; to know one of them is enough to name it.
    private static string? ForbiddenFolder(ISymbol symbol, string folder)
    {
        string[] folders =
        [
            .. symbol.Locations
                .Where(location => location.IsInSource)
                .Select(location => FolderTable.FolderOf(location.SourceTree!.FilePath)),
        ];
        return folders.Length == 0 || folders.Any(known => FolderTable.Allows(folder, known)) ? null : folders[0];
    }
}
