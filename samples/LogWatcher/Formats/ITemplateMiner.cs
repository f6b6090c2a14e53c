namespace LogWatcher.Formats;

/// <summary>Finds the template of a plain-text message: what stays the same when the same thing happens again.</summary>
/// <remarks>Implementations are thread-safe and bounded in memory.</remarks>
internal interface ITemplateMiner
{
    /// <summary>Gives the template of a message.</summary>
    MessageTemplate Mine(string message);
}
