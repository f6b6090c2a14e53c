using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Ephemeral.Internal;

/// <summary>Collects everything that is wrong with an options object, so that the user sees all of it at once.</summary>
internal sealed class OptionsFaults(string optionsName)
{
    private readonly List<(string Member, string What)> _faults = [];

    /// <summary>Gets what is wrong: "{Member} {What}" is a sentence without its full stop.</summary>
    public IReadOnlyList<(string Member, string What)> All => _faults;

    public void AtLeast(int value, int minimum, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < minimum) Add(name, $"must be at least {Text(minimum)} but was {Text(value)}");
    }

    public void Positive(TimeSpan? value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value <= TimeSpan.Zero) Add(name, $"must be positive but was {Text(value)}");
    }

    public void NotNegative(TimeSpan? value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < TimeSpan.Zero) Add(name, $"must not be negative but was {Text(value)}");
    }

    public void Defined<TEnum>(TEnum value, [CallerArgumentExpression(nameof(value))] string name = "")
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value)) Add(name, $"must be one of {string.Join(", ", Enum.GetNames<TEnum>())} but was {value}");
    }

    /// <summary>Refuses sets with an entry that names nothing.</summary>
    public void NoBlank(IReadOnlySet<string>? value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value?.Any(string.IsNullOrWhiteSpace) == true) Add(name, "must not have a null or blank entry");
    }

    public void NotNull(object? value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value is null) Add(name, "must be set but was null");
    }

    /// <summary>Adds a fault in words: "{member} {what}.".</summary>
    public void Add(string name, string what) => _faults.Add((name[(name.LastIndexOf('.') + 1)..], what));

    public void ThrowIfAny()
    {
        if (_faults.Count == 0) return;
        StringBuilder message = new($"{optionsName} is not valid ({_faults.Count} {(_faults.Count == 1 ? "fault" : "faults")}):");
        foreach ((string member, string what) in _faults) message.Append("\n  ").Append(member).Append(' ').Append(what).Append('.');
        throw new ArgumentException(message.ToString());
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null";
}
