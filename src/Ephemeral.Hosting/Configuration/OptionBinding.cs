namespace Ephemeral.Hosting.Configuration;

/// <summary>How one option is read from configuration.</summary>
/// <param name="Key">The option's name.</param>
/// <param name="Expected">What its text has to be, in words.</param>
/// <param name="Apply">Returns changed options; null when the text is something else.</param>
internal sealed record OptionBinding(string Key, string Expected, Func<EphemeralOptions, string, EphemeralOptions?> Apply);
