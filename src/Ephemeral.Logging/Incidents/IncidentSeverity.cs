namespace Ephemeral.Logging;

/// <summary>How bad the incidents of a rule are.</summary>
public enum IncidentSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Worth a look.</summary>
    Warning,

    /// <summary>Something fails.</summary>
    Error,

    /// <summary>Somebody has to act now.</summary>
    Critical,
}
