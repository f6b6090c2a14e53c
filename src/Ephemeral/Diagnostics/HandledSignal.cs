namespace Ephemeral;

/// <summary>The signal that an operation handles: it runs a job or an asynchronous handler.</summary>
/// <param name="Sink">The name of the sink; of the receiver where signals are handed to it by its user.</param>
/// <param name="Signal">The signal's name.</param>
/// <param name="Pattern">The configured pattern that matched; <c>*</c> where every signal is handled.</param>
public readonly record struct HandledSignal(string Sink, string Signal, string Pattern);
