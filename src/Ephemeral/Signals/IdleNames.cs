namespace Ephemeral.Signals;

/// <summary>Names without a signal, in the order in which they fell idle; the links are in the names.</summary>
internal sealed class IdleNames
{
    private SignalName? _longest;
    private SignalName? _shortest;

    public int Count { get; private set; }

    public void Add(SignalName name)
    {
        name.LongerIdle = _shortest;
        if (_shortest is null) _longest = name;
        else _shortest.ShorterIdle = name;
        _shortest = name;
        Count++;
    }

    public void Remove(SignalName name)
    {
        if (name.LongerIdle is null) _longest = name.ShorterIdle;
        else name.LongerIdle.ShorterIdle = name.ShorterIdle;
        if (name.ShorterIdle is null) _shortest = name.LongerIdle;
        else name.ShorterIdle.LongerIdle = name.LongerIdle;
        name.LongerIdle = name.ShorterIdle = null;
        Count--;
    }

    public SignalName TakeLongest()
    {
        SignalName longest = _longest!;
        Remove(longest);
        return longest;
    }
}
