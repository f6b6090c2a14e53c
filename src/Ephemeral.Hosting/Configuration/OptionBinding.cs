using Microsoft.Extensions.Configuration;

namespace Ephemeral.Hosting.Configuration;

/// <summary>How one option is read from configuration.</summary>
/// <typeparam name="TOptions">The immutable object that has it.</typeparam>
/// <param name="Key">The option's name.</param>
/// <param name="Expected">What its text has to be, in words.</param>
/// <param name="Apply">Returns changed options; null when the text is something else.</param>
internal sealed record OptionBinding<TOptions>(string Key, string Expected, Func<TOptions, string, TOptions?> Apply)
    where TOptions : class
{
    /// <summary>Reads one entry with the binding of its name.</summary>
    /// <returns>The options, changed if there was no fault.</returns>
    public static TOptions Read(
        TOptions options, IConfigurationSection entry, IReadOnlyDictionary<string, OptionBinding<TOptions>> bindings, List<string> faults)
    {
        string value = entry.Value ?? "";
        if (!bindings.TryGetValue(entry.Key, out OptionBinding<TOptions>? binding))
            faults.Add($"{entry.Path} is no option that configuration can set; those are {string.Join(", ", bindings.Keys)}.");
        else if (entry.GetChildren().Any())
            faults.Add($"{entry.Path} must be {binding.Expected} but was a section.");
        else if (binding.Apply(options, value) is { } changed)
            return changed;
        else
            faults.Add($"{entry.Path} must be {binding.Expected} but was '{value}'.");

        return options;
    }
}
