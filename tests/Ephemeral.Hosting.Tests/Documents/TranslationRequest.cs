namespace Ephemeral.Hosting.Tests.Documents;

/// <summary>An item of the article's complete example.</summary>
public sealed record TranslationRequest(string Text);
