namespace LogWatcher.Formats;

/// <summary>Recognises the lines of one log format and takes them apart.</summary>
/// <remarks>A format looks at one line alone and must refuse cheaply: most lines are not its own.</remarks>
internal interface ILogFormat
{
    /// <summary>Gets the name that a person would call the format by.</summary>
    string Name { get; }

    /// <summary>Takes a line apart, or refuses it.</summary>
    /// <param name="line">One line of valid UTF-8 without its end.</param>
    /// <param name="parsed">The parts; they point into the line or into memory that lives until the next call.</param>
    bool TryParse(ReadOnlySpan<byte> line, out ParsedLine parsed);
}
