using Ephemeral.Tests.Kinds;

namespace Ephemeral.Tests.Stress;

/// <summary>Checks from inside the bodies that a key's limit holds, and that each producer's items of a key keep their order, through retries too.</summary>
internal sealed class KeyWatch(int limit, bool isOrdered, bool mayRepeat)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, int> _running = [];
    private readonly Dictionary<(int Key, int Producer), int> _last = [];

    public bool TryEnter(WorkItem item)
    {
        lock (_gate)
        {
            int running = _running[item.Key] = _running.GetValueOrDefault(item.Key) + 1;
            (int Key, int Producer) line = (item.Key, item.Number % 2);
            int last = _last.GetValueOrDefault(line, -1);
            bool ordered = !isOrdered || last < item.Number || (mayRepeat && last == item.Number);
            _last[line] = item.Number;
            return running <= limit && ordered;
        }
    }

    public void Leave(WorkItem item)
    {
        lock (_gate) _running[item.Key]--;
    }
}
