namespace LogWatcher.CommandLine;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Something failed: a file could not be read.</summary>
    public const int Failure = 1;

    /// <summary>The command line was wrong; nothing was tried.</summary>
    public const int Usage = 2;
}
