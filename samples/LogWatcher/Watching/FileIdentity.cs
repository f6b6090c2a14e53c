using Microsoft.Win32.SafeHandles;

namespace LogWatcher.Watching;

/// <summary>Tells whether two open handles are of one file.</summary>
/// <remarks>
/// .NET shows no inode. On Linux the system's own link from an open handle to its present path does as well: it follows a
/// rename. Elsewhere the time of creation decides; the follower compares the first bytes besides.
/// </remarks>
internal static class FileIdentity
{
    public static bool AreSame(SafeFileHandle opened, SafeFileHandle current)
    {
        if (PathOf(opened) is not { } before || PathOf(current) is not { } now)
            return File.GetCreationTimeUtc(opened) == File.GetCreationTimeUtc(current);

        // A rename between the two look-ups makes one file look like two: ask the first again.
        return before == now || PathOf(opened) == now;
    }

    private static string? PathOf(SafeFileHandle handle)
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            return File.ResolveLinkTarget($"/proc/self/fd/{handle.DangerousGetHandle()}", returnFinalTarget: false)?.FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
