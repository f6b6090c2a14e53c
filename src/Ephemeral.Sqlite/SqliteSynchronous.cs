namespace Ephemeral.Sqlite;

/// <summary>When a write is acknowledged: what an accident may take back after that.</summary>
public enum SqliteSynchronous
{
    /// <summary>The disk has it: it survives a power cut. Each transaction waits for the disk.</summary>
    Full,

    /// <summary>
    /// The operating system has it: it survives the end of the process by any means. A power cut may take back the latest transactions,
    /// each as a whole; the file stays sound with write-ahead logging.
    /// </summary>
    Normal,
}
