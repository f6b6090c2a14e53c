namespace Ephemeral.Hosting.Tests.Documents;

/// <summary>A keyed item of the article's complete example.</summary>
public sealed record UserCommand(string UserId, string Name);
