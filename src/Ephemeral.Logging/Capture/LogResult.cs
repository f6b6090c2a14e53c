namespace Ephemeral.Logging;

/// <summary>What became of a record.</summary>
internal enum LogResult
{
    Converted,
    Ignored,
    Dropped,
    Suppressed,
}
