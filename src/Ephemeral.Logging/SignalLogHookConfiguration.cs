using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Configuration;
using Microsoft.Extensions.Options;

namespace Ephemeral.Logging;

/// <summary>Reads the options from the section <c>Logging:Signals</c>, by hand: nothing here needs reflection.</summary>
internal sealed class SignalLogHookConfiguration(ILoggerProviderConfiguration<SignalLoggerProvider> provider)
    : IConfigureOptions<SignalLogHookOptions>
{
    public void Configure(SignalLogHookOptions options)
    {
        IConfiguration section = provider.Configuration;
        if (section[nameof(options.MinimumLevel)] is { } level) options.MinimumLevel = LevelOf(level);
        if (Words(section, nameof(options.ExcludedCategories)) is { Count: > 0 } categories) options.ExcludedCategories = categories;
        foreach (string name in Words(section, nameof(options.RedactedNames))) options.RedactedNames.Add(name);
    }

    private static LogLevel LevelOf(string text) =>
        Enum.TryParse(text, ignoreCase: true, out LogLevel level) && Enum.IsDefined(level)
            ? level
            : throw new InvalidOperationException(
                $"Logging:Signals:MinimumLevel is '{text}', which is no log level. Use one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");

    private static List<string> Words(IConfiguration section, string name) =>
        [.. section.GetSection(name).GetChildren().Select(static child => child.Value).OfType<string>()];
}
