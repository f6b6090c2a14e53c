using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace Ephemeral.Jobs;

/// <summary>A dotted path of properties or fields, such as <c>Order.Id</c>, read from whatever payload comes.</summary>
[RequiresUnreferencedCode("The members of the payload's type are found by name.")]
internal sealed class PayloadPath(string? path)
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public;

    private readonly string[] _names = path is null ? [] : path.Split('.', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Returns what stands at the end of the path, as text; null when a step is missing or null.</summary>
    public string? Read(object? payload)
    {
        object? value = payload;
        foreach (string name in _names)
        {
            if (value is null) return null;
            Type type = value.GetType();
            value = type.GetProperty(name, Members) is { } property ? property.GetValue(value) : type.GetField(name, Members)?.GetValue(value);
        }

        return value is null ? null : Convert.ToString(value, CultureInfo.InvariantCulture);
    }
}
