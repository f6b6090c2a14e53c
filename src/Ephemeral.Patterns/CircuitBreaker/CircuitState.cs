namespace Ephemeral.Patterns;

/// <summary>What a circuit breaker lets through.</summary>
public enum CircuitState
{
    /// <summary>Everything.</summary>
    Closed,

    /// <summary>Nothing: there were too many failures.</summary>
    Open,

    /// <summary>A trial: its success closes the circuit, its failure opens it again.</summary>
    HalfOpen,
}
