namespace Ephemeral.Patterns;

/// <summary>Where a circuit stands: what has to be remembered when the outcomes that led there are forgotten.</summary>
/// <param name="State">The state.</param>
/// <param name="OpenUntil">When the latest break ends or ended; meaningless while closed.</param>
/// <param name="ClosedAt">When it was closed for the last time: outcomes up to then count no more.</param>
internal readonly record struct CircuitPosition(CircuitState State, DateTimeOffset OpenUntil, DateTimeOffset ClosedAt)
{
    public static CircuitPosition Initial => new(CircuitState.Closed, default, default);
}
