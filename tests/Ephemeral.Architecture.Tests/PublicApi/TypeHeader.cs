using Microsoft.CodeAnalysis;

namespace Ephemeral.Architecture.Tests;

/// <summary>The first line of a type: modifiers, kind, name, constraints and what it derives from.</summary>
internal static class TypeHeader
{
    private const string CompilerGenerated = "CompilerGeneratedAttribute";

    public static string Of(INamedTypeSymbol type, SymbolDisplayFormat format)
    {
        string name = type.ToDisplayString(format);
        string bases = string.Join(", ", Bases(type).Select(known => known.ToDisplayString(format)));
        int constraints = name.IndexOf(" where ", StringComparison.Ordinal);
        string head = constraints < 0 ? name : name[..constraints];
        string tail = constraints < 0 ? "" : name[constraints..];
        return $"{Access(type)} {Modifiers(type)}{Kind(type)} {head}{(bases.Length == 0 ? "" : " : " + bases)}{tail}";
    }

    public static bool IsCompilerGenerated(ISymbol symbol) =>
        symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == CompilerGenerated);

    private static string Access(INamedTypeSymbol type) => type.DeclaredAccessibility == Accessibility.Public ? "public" : "protected";

    private static string Modifiers(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Struct } => $"{(type.IsReadOnly ? "readonly " : "")}{(type.IsRefLikeType ? "ref " : "")}",
        { TypeKind: not TypeKind.Class } => "",
        { IsStatic: true } => "static ",
        { IsAbstract: true } => "abstract ",
        { IsSealed: true } => "sealed ",
        _ => "",
    };

    private static string Kind(INamedTypeSymbol type)
    {
        string record = type.GetMembers("PrintMembers").Any(IsCompilerGenerated) ? "record " : "";
        return type.TypeKind switch
        {
            TypeKind.Struct => record + "struct",
            TypeKind.Enum => "enum",
            TypeKind.Interface => "interface",
            TypeKind.Delegate => "delegate",
            _ => record + "class",
        };
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        if (type.TypeKind is TypeKind.Enum)
            return type.EnumUnderlyingType is { SpecialType: not SpecialType.System_Int32 } underlying ? [underlying] : [];
        if (type.TypeKind is TypeKind.Delegate) return [];
        IEnumerable<INamedTypeSymbol> interfaces = type.Interfaces
            .Where(known => known.DeclaredAccessibility == Accessibility.Public)
            .OrderBy(known => known.ToDisplayString(), StringComparer.Ordinal);
        return type.BaseType is { SpecialType: SpecialType.None } parent ? interfaces.Prepend(parent) : interfaces;
    }
}
