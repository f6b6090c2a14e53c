namespace Ephemeral.Hosting.Creation;

/// <summary>Types as a person writes them, for messages.</summary>
internal static class TypeText
{
    /// <summary>Returns the name with its type arguments, such as <c>EphemeralWorkCoordinator&lt;Order&gt;</c>.</summary>
    public static string Of(Type type)
    {
        string name = NameOf(type);
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>" : name;
    }

    /// <summary>Returns the registration method: it is called as the coordinator is.</summary>
    public static string MethodFor(Type coordinator) => "Add" + Of(coordinator);

    /// <summary>Returns the name without type arguments.</summary>
    public static string NameOf(Type type)
    {
        int arity = type.Name.IndexOf('`', StringComparison.Ordinal);
        return arity < 0 ? type.Name : type.Name[..arity];
    }
}
