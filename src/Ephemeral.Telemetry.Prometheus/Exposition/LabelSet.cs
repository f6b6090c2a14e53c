namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>Builds the labels of one series: sorted by name, without empty ones, colliding names joined by a semicolon.</summary>
/// <remarks>Sorting makes equal label sets equal bytes, which is how duplicates are found. One object serves a whole page.</remarks>
internal sealed class LabelSet(ExpositionBuffer scratch, SkipCounts skips)
{
    private Entry[] _entries = new Entry[16];
    private int _count;

    public void Clear() => _count = 0;

    /// <summary>Adds a tag at its place. Label sets are short and mostly in order, so this is an insertion sort.</summary>
    public void Add(byte[] name, string key, object? value)
    {
        if (_count == _entries.Length) Array.Resize(ref _entries, _count * 2);
        Entry entry = new(name, key, value);
        int at = _count++;
        while (at > 0 && Compare(_entries[at - 1], entry) > 0)
        {
            _entries[at] = _entries[at - 1];
            at--;
        }
        _entries[at] = entry;
    }

    /// <summary>Returns <c>a="1",b="2"</c> after the given prefix of the same form. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Build(ReadOnlySpan<byte> prefix)
    {
        scratch.Reset();
        scratch.Write(prefix);
        for (int i = 0; i < _count;)
        {
            int start = scratch.Length;
            byte[] name = _entries[i].Name;
            if (start > 0) scratch.Write((byte)',');
            scratch.Write(name);
            scratch.Write("=\""u8);
            int valueStart = scratch.Length;
            WriteValue(_entries[i].Value);
            for (i++; i < _count && _entries[i].Name.AsSpan().SequenceEqual(name); i++)
            {
                scratch.Write((byte)';');
                WriteValue(_entries[i].Value);
            }
            // To Prometheus an empty label is an absent one.
            if (scratch.Length == valueStart) scratch.Truncate(start);
            else scratch.Write((byte)'"');
        }
        Array.Clear(_entries, 0, _count);
        return scratch.Written;
    }

    private void WriteValue(object? value)
    {
        int start = scratch.Length;
        try
        {
            LabelValues.Write(scratch, value);
        }
        catch (Exception exception) when (exception is not (ResponseTooLargeException or OutOfMemoryException))
        {
            // The tag value is the application's object: its ToString must not cost the other metrics their scrape.
            scratch.Truncate(start);
            skips.Add(SkipReason.UnreadableLabel);
        }
    }

    private static int Compare(in Entry left, in Entry right)
    {
        int byName = left.Name.AsSpan().SequenceCompareTo(right.Name);
        return byName != 0 ? byName : string.CompareOrdinal(left.Key, right.Key);
    }

    private readonly record struct Entry(byte[] Name, string Key, object? Value);
}
