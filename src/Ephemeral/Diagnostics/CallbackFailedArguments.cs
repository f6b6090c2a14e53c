namespace Ephemeral;

/// <summary>A callback of the user's threw; the work went on.</summary>
/// <param name="Source">The name of the coordinator or sink that called it.</param>
/// <param name="Callback">Which callback, such as <c>OnSample</c> or <c>Subscribe</c>.</param>
/// <param name="Error">What it threw.</param>
public readonly record struct CallbackFailedArguments(string Source, string Callback, Exception Error);
