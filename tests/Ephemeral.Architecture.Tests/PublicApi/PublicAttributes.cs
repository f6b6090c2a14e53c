using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ephemeral.Architecture.Tests;

/// <summary>The attributes that change what a caller sees: how it compiles, what it is warned of, where it may be put.</summary>
internal static class PublicAttributes
{
    private static readonly string[] _listed =
    [
        "AttributeUsageAttribute",
        "EditorBrowsableAttribute",
        "ExperimentalAttribute",
        "FlagsAttribute",
        "ObsoleteAttribute",
        "OverloadResolutionPriorityAttribute",
        "RequiresDynamicCodeAttribute",
        "RequiresUnreferencedCodeAttribute",
    ];

    public static bool IsListed(AttributeData attribute) => _listed.Contains(attribute.AttributeClass?.Name);

    public static string Text(AttributeData attribute)
    {
        string name = attribute.AttributeClass!.Name[..^nameof(Attribute).Length];
        IEnumerable<string> arguments = attribute.ConstructorArguments.Select(argument => argument.ToCSharpString())
            .Concat(attribute.NamedArguments.OrderBy(named => named.Key, StringComparer.Ordinal)
                .Select(named => $"{named.Key} = {named.Value.ToCSharpString()}"));
        string list = string.Join(", ", arguments);
        return list.Length == 0 ? name : $"{name}({list})";
    }
}
