namespace Ephemeral.Atoms.RateLimit;

/// <summary>The outcome of a request for a permit.</summary>
/// <param name="IsGranted">Whether there is a permit.</param>
/// <param name="Waited">How long it was waited for.</param>
/// <param name="RetryAfter">When to try again, where there is none.</param>
internal readonly record struct Permit(bool IsGranted, TimeSpan Waited, TimeSpan RetryAfter);
