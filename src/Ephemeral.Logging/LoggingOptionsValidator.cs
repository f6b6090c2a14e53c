using Ephemeral.Internal;

namespace Ephemeral.Logging;

/// <summary>The one place that says which options of the log hook are valid.</summary>
internal static class LoggingOptionsValidator
{
    public static void Validate(SignalLogHookOptions options)
    {
        OptionsFaults faults = new(nameof(SignalLogHookOptions));
        faults.Defined(options.MinimumLevel);
        faults.NotNull(options.ExcludedCategories);
        faults.NotNull(options.RedactedNames);
        faults.NotNull(options.TimeProvider);
        AddBlanks(faults, options.ExcludedCategories, nameof(options.ExcludedCategories));
        AddBlanks(faults, options.RedactedNames, nameof(options.RedactedNames));
        faults.ThrowIfAny();
    }

    /// <summary>A blank word is in every name, and would hide or exclude all of them.</summary>
    internal static void AddBlanks(OptionsFaults faults, IEnumerable<string>? words, string name)
    {
        if (words?.Any(string.IsNullOrWhiteSpace) == true) faults.Add(name, "must have text in every entry but one was blank");
    }
}
