namespace Ephemeral.Atoms;

/// <summary>A batch that was not processed to the end.</summary>
/// <param name="Items">Its items, in the order in which they were added.</param>
/// <param name="Error">What its processing threw.</param>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed record BatchFailure<T>(IReadOnlyList<T> Items, Exception Error);
