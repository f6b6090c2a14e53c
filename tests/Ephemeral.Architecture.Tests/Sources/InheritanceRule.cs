using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ephemeral.Architecture.Tests;

/// <summary>A public class is sealed, static, or abstract without a constructor that users can reach.</summary>
/// <remarks>Exceptions may be derived from. All files are looked at together, because
/// each part of a partial class may carry only some of its modifiers.</remarks>
internal static class InheritanceRule
{
    // The extension points: users are meant to derive from these.
    private static readonly string[] _extensionPoints = ["EphemeralObserver", "AtomBase", "SqliteRepository"];

    public static IEnumerable<string> Breaches(IEnumerable<SourceFile> files) => files
        .Where(file => file.TopFolder == "src")
        .SelectMany(file => file.Root.DescendantNodes().OfType<TypeDeclarationSyntax>()
            .Where(type => type.IsKind(SyntaxKind.ClassDeclaration) || type.IsKind(SyntaxKind.RecordDeclaration))
            .Select(type => (File: file, Type: type)))
        .GroupBy(part => FullName(part.File, part.Type))
        .Select(parts => Breach([.. parts]))
        .OfType<string>();

    private static string? Breach((SourceFile File, TypeDeclarationSyntax Type)[] parts)
    {
        TypeDeclarationSyntax[] types = [.. parts.Select(part => part.Type)];
        string name = types[0].Identifier.Text;
        bool mayBeDerived = _extensionPoints.Contains(name) || name.EndsWith("Exception", StringComparison.Ordinal);
        if (!IsPublic(types) || Has(types, SyntaxKind.SealedKeyword) || Has(types, SyntaxKind.StaticKeyword) || mayBeDerived) return null;
        if (Has(types, SyntaxKind.AbstractKeyword) && IsClosed(types)) return null;
        return parts[0].File.Breach(types[0], Has(types, SyntaxKind.AbstractKeyword)
            ? $"{name} is abstract, and users can reach a constructor of it; make it private protected"
            : $"{name} is public and neither sealed, static nor abstract");
    }

    private static bool IsClosed(TypeDeclarationSyntax[] types)
    {
        ConstructorDeclarationSyntax[] constructors =
            [.. types.SelectMany(type => type.Members).OfType<ConstructorDeclarationSyntax>()
                .Where(constructor => !constructor.Modifiers.Any(SyntaxKind.StaticKeyword))];
        return constructors.Length > 0 && types.All(type => type.ParameterList is null) && constructors.All(IsOutOfReach);
    }

    private static bool IsOutOfReach(ConstructorDeclarationSyntax constructor)
    {
        SyntaxTokenList modifiers = constructor.Modifiers;
        if (modifiers.Any(SyntaxKind.PublicKeyword)) return false;
        return modifiers.Any(SyntaxKind.PrivateKeyword) || !modifiers.Any(SyntaxKind.ProtectedKeyword);
    }

    private static bool IsPublic(TypeDeclarationSyntax[] types) => Has(types, SyntaxKind.PublicKeyword)
        && types[0].Ancestors().OfType<TypeDeclarationSyntax>().All(outer => outer.Modifiers.Any(SyntaxKind.PublicKeyword));

    private static bool Has(TypeDeclarationSyntax[] types, SyntaxKind modifier) => types.Any(type => type.Modifiers.Any(modifier));

    private static string FullName(SourceFile file, TypeDeclarationSyntax type)
    {
        string project = string.Join('/', file.Path.Split('/').Take(2));
        IEnumerable<string> names = type.AncestorsAndSelf().Select(node => node switch
        {
            TypeDeclarationSyntax outer => $"{outer.Identifier.Text}`{outer.Arity}",
            BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
            _ => "",
        });
        return $"{project}:{string.Join('.', names.Reverse().Where(name => name.Length > 0))}";
    }
}
