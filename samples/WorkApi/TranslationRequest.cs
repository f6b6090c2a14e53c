namespace WorkApi;

/// <summary>What is to be translated.</summary>
public sealed record TranslationRequest(string Text);
