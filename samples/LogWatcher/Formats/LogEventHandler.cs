namespace LogWatcher.Formats;

/// <summary>Takes an event as soon as it is known to be complete.</summary>
/// <remarks>Runs on the thread that reads the source, which goes on only when the handler returns.</remarks>
internal delegate void LogEventHandler(in LogEventView logEvent);
