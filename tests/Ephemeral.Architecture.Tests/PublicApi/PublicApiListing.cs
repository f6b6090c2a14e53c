using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ephemeral.Architecture.Tests;

/// <summary>Writes what users of a built library can reach, as C# without bodies, in a fixed order.</summary>
/// <remarks>Members that the compiler makes for records are left out; the keyword "record" stands for them.</remarks>
internal static partial class PublicApiListing
{
    private static readonly SymbolDisplayFormat _typeName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance
            | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeRef,
        delegateStyle: SymbolDisplayDelegateStyle.NameAndSignature,
        parameterOptions: ParameterOptions,
        miscellaneousOptions: Words);

    private static readonly SymbolDisplayFormat _member = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: _typeName.GenericsOptions,
        memberOptions: SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeConstantValue,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        kindOptions: SymbolDisplayKindOptions.IncludeMemberKeyword,
        parameterOptions: ParameterOptions,
        miscellaneousOptions: Words);

    private const SymbolDisplayParameterOptions ParameterOptions = SymbolDisplayParameterOptions.IncludeType
        | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue
        | SymbolDisplayParameterOptions.IncludeModifiers | SymbolDisplayParameterOptions.IncludeExtensionThis;

    private const SymbolDisplayMiscellaneousOptions Words = SymbolDisplayMiscellaneousOptions.UseSpecialTypes
        | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
        | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
        | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral;

    /// <summary>Reads the image of a library. The platform of the running tests stands in for what the library refers to.</summary>
    public static string Of(string libraryName, byte[] image)
    {
        PortableExecutableReference library = MetadataReference.CreateFromImage(image);
        IEnumerable<MetadataReference> platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != libraryName)
            .Select(path => MetadataReference.CreateFromFile(path));
        CSharpCompilationOptions everything = new(OutputKind.DynamicallyLinkedLibrary, metadataImportOptions: MetadataImportOptions.All);
        CSharpCompilation reader = CSharpCompilation.Create("Reader", references: platform.Prepend(library), options: everything);
        IAssemblySymbol assembly = (IAssemblySymbol)reader.GetAssemblyOrModuleSymbol(library)!;

        StringBuilder text = new();
        text.Append("// What users of ").Append(libraryName).Append(" can reach.\n");
        IEnumerable<INamedTypeSymbol> types = TypesOf(assembly.GlobalNamespace);
        foreach (INamedTypeSymbol type in types.OrderBy(type => type.ToDisplayString(), StringComparer.Ordinal)) Append(text, type);
        return text.ToString();
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceOrTypeSymbol container) =>
        container.GetMembers().SelectMany(member => member switch
    {
        INamespaceSymbol inner => TypesOf(inner),
        INamedTypeSymbol type when IsReachable(type) => TypesOf(type).Prepend(type),
        _ => [],
    });

    private static void Append(StringBuilder text, INamedTypeSymbol type)
    {
        text.Append("\nnamespace ").Append(type.ContainingNamespace.ToDisplayString()).Append('\n');
        AppendAttributes(text, type, "");
        text.Append(TypeHeader.Of(type, _typeName)).Append('\n');
        if (type.TypeKind == TypeKind.Delegate) return;
        text.Append("{\n");
        foreach (ISymbol member in Order(type.GetMembers().Where(IsListed)))
        {
            AppendAttributes(text, member, "    ");
            text.Append("    ").Append(HiddenAccessor().Replace(member.ToDisplayString(_member), "")).Append(End(member)).Append('\n');
        }

        text.Append("}\n");
    }

    // Enumerations read by value; everything else by kind, name and text, so that moving code changes nothing here.
    private static IEnumerable<ISymbol> Order(IEnumerable<ISymbol> members) => members
        .OrderBy(KindRank)
        .ThenBy(EnumValue)
        .ThenBy(member => member.Name, StringComparer.Ordinal)
        .ThenBy(member => member.ToDisplayString(_member), StringComparer.Ordinal);

    private static int KindRank(ISymbol member) => member switch
    {
        IFieldSymbol => 0,
        IMethodSymbol { MethodKind: MethodKind.Constructor } => 1,
        IPropertySymbol => 2,
        IEventSymbol => 3,
        _ => 4,
    };

    private static decimal EnumValue(ISymbol member) => member is IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } field
        ? Convert.ToDecimal(field.ConstantValue, CultureInfo.InvariantCulture)
        : 0;

    private static void AppendAttributes(StringBuilder text, ISymbol symbol, string indent)
    {
        IEnumerable<AttributeData> listed = symbol.GetAttributes().Where(PublicAttributes.IsListed);
        foreach (AttributeData attribute in listed.OrderBy(PublicAttributes.Text, StringComparer.Ordinal))
            text.Append(indent).Append('[').Append(PublicAttributes.Text(attribute)).Append("]\n");
    }

    private static string End(ISymbol member) => member switch
    {
        IPropertySymbol => "",
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => ",",
        _ => ";",
    };

    private static bool IsListed(ISymbol member) => IsReachable(member) && !IsMadeByTheCompiler(member) && member switch
    {
        INamedTypeSymbol => false,
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => !(constructor.ContainingType.IsValueType && constructor.Parameters.IsEmpty),
        IMethodSymbol method => method.MethodKind is MethodKind.Ordinary or MethodKind.UserDefinedOperator or MethodKind.Conversion,
        IFieldSymbol field => field.CanBeReferencedByName,
        _ => true,
    };

    // "private set" is nothing that a user can reach.
    [GeneratedRegex(@"(private protected|private|internal) (get|set|init); ")]
    private static partial Regex HiddenAccessor();

    private static bool IsMadeByTheCompiler(ISymbol member) => member is IMethodSymbol && TypeHeader.IsCompilerGenerated(member);

    // Protected counts only where somebody can derive.
    private static bool IsReachable(ISymbol symbol) => symbol.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Protected or Accessibility.ProtectedOrInternal => symbol.ContainingType is { IsSealed: false, IsStatic: false },
        _ => false,
    };
}
