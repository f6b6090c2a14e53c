using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Ephemeral.Sqlite.Execution;

/// <summary>Reads the parameters of a statement from an object's public properties.</summary>
internal static class ParameterObject
{
    public const string TrimWarning = "The properties of the object are read by reflection. Use a SqliteStatement with named values in a trimmed program.";

    private static readonly ConditionalWeakTable<Type, PropertyInfo[]> _properties = [];

    [RequiresUnreferencedCode(TrimWarning)]
    public static (string Name, object? Value)[] Read(object? parameters) => parameters switch
    {
        null => [],
        IEnumerable<KeyValuePair<string, object?>> named => [.. named.Select(static pair => (pair.Key, pair.Value))],
        string or IEnumerable => throw NotAnObject(parameters),
        _ => Read(parameters, _properties.GetValue(parameters.GetType(), PropertiesOf)),
    };

    private static (string Name, object? Value)[] Read(object parameters, PropertyInfo[] properties)
    {
        if (properties.Length == 0 || parameters.GetType().IsPrimitive) throw NotAnObject(parameters);
        return [.. properties.Select(property => (property.Name, property.GetValue(parameters)))];
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The callers carry RequiresUnreferencedCode.")]
    private static PropertyInfo[] PropertiesOf(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0),
    ];

    private static ArgumentException NotAnObject(object parameters) => new(
        $"Parameters are an object with a property for each, such as new {{ Id = 1 }}, or a dictionary, but a {parameters.GetType().Name} was given.", nameof(parameters));
}
