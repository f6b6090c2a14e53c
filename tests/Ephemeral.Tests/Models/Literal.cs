using System.Globalization;

namespace Ephemeral.Tests.Models;

/// <summary>Values as C# writes them.</summary>
internal static class Literal
{
    public static string Of(object? value) => value switch
    {
        int.MaxValue => "int.MaxValue",
        bool truth => truth ? "true" : "false",
        Enum member => $"{member.GetType().Name}.{member}",
        IEnumerable<object> list => $"[{string.Join(", ", list)}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "null",
    };
}
