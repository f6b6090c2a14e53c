using System.Security.Cryptography;
using System.Text;

namespace Ephemeral.Logging;

/// <summary>Tells faults apart, the same way in every process.</summary>
internal static class IncidentFingerprint
{
    private const char Separator = '\u001f';
    private const int IdLength = 16;

    public static string Of(SignalLogPayload payload)
    {
        FaultKey key = FaultKey.Of(payload);
        string @event = LogSlug.KeyOf(payload.EventId);
        return Hash(string.Join(Separator, key.Category, @event, key.Template, key.ExceptionType, FaultFrame.Of(payload.Exception)));
    }

    public static string IdOf(string fingerprint) => Hash(fingerprint)[..IdLength];

    public static string Hash(string text)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
#if NET9_0_OR_GREATER
        return System.Convert.ToHexStringLower(hash);
#else
        return System.Convert.ToHexString(hash).ToLowerInvariant();
#endif
    }
}
