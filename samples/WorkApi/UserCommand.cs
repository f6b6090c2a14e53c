namespace WorkApi;

/// <summary>What a user wants done; the commands of one user run one after the other.</summary>
public sealed record UserCommand(string UserId, string Name);
