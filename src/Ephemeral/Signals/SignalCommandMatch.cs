namespace Ephemeral;

/// <summary>A command that was found in a signal, with its payload: <c>window.size.set:100</c> carries 100 for <c>window.size.set</c>.</summary>
/// <param name="Command">The command.</param>
/// <param name="Payload">What follows its colon; it may be empty, and may have colons of its own.</param>
public readonly record struct SignalCommandMatch(string Command, string Payload)
{
    /// <summary>Finds the first place where a command is directly followed by a colon, anywhere in a signal.</summary>
    /// <param name="signal">The signal's name.</param>
    /// <param name="command">The command.</param>
    /// <param name="match">The command with its payload; the default value when there is none.</param>
    /// <returns>False when the signal does not have the command.</returns>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null, or <paramref name="command"/> is null or empty.</exception>
    public static bool TryParse(string signal, string command, out SignalCommandMatch match)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentException.ThrowIfNullOrEmpty(command);
        bool found = TryParseSpan(signal, command, out ReadOnlySpan<char> payload);
        match = found ? new(command, payload.ToString()) : default;
        return found;
    }

    /// <summary>Does the same without allocating anything. An empty command is never found.</summary>
    /// <param name="signal">The signal's name.</param>
    /// <param name="command">The command.</param>
    /// <param name="payload">What follows the command's colon; empty when there is no command.</param>
    /// <returns>False when the signal does not have the command.</returns>
    public static bool TryParseSpan(ReadOnlySpan<char> signal, ReadOnlySpan<char> command, out ReadOnlySpan<char> payload)
    {
        for (payload = default; !command.IsEmpty;)
        {
            int place = signal.IndexOf(command);
            if (place < 0) return false;
            int end = place + command.Length;
            if (end < signal.Length && signal[end] == ':')
            {
                payload = signal[(end + 1)..];
                return true;
            }

            signal = signal[(place + 1)..];
        }

        return false;
    }
}
