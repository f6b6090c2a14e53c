using System.Reflection;

namespace Ephemeral.Logging.Tests.Capture;

internal static class Circles
{
    /// <summary>Makes two exceptions that cause each other, as a careless wrapper can.</summary>
    public static Exception Make()
    {
        InvalidOperationException first = new("first");
        InvalidOperationException second = new("second", first);
        typeof(Exception).GetField("_innerException", BindingFlags.NonPublic | BindingFlags.Instance)!.SetValue(first, second);
        return first;
    }
}
