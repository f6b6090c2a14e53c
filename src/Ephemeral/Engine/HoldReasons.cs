namespace Ephemeral.Engine;

/// <summary>Why nothing is started although items wait. Independent bits: a paused coordinator may be deferred as well.</summary>
[Flags]
internal enum HoldReasons
{
    None = 0,
    Paused = 1,
    Deferred = 2,
}
