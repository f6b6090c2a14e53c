namespace LogWatcher.Formats;

/// <summary>Which object of a JSON line is being read; ECS nests two.</summary>
internal enum JsonObjectKind
{
    Root,
    Log,
    Error,
}
