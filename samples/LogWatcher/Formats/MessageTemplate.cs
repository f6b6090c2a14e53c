namespace LogWatcher.Formats;

/// <summary>What many messages have in common.</summary>
/// <param name="Text">The text with placeholders; equal texts are one template, in this process and the next.</param>
/// <param name="IsOverflow">Whether this stands for all messages that came after the limit was reached.</param>
internal readonly record struct MessageTemplate(string Text, bool IsOverflow = false);
