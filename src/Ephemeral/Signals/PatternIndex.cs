namespace Ephemeral.Signals;

/// <summary>Finds what is registered under patterns that match a name, without trying every pattern.</summary>
/// <remarks>
/// A name asks one bucket for itself and one for each length of literal prefix in use; patterns that begin with a wildcard are found
/// by their literal suffix. Not synchronised: the owner's lock guards it.
/// </remarks>
internal sealed class PatternIndex<T>
{
    private readonly Dictionary<string, List<Entry>> _exact = [];
    private readonly AffixBuckets _byPrefix = new(fromEnd: false);
    private readonly AffixBuckets _bySuffix = new(fromEnd: true);

    public void Add(SignalPattern pattern, T item)
    {
        Entry entry = new(pattern, item);
        if (!pattern.IsExact)
        {
            BucketsOf(pattern).Add(entry);
            return;
        }

        if (!_exact.TryGetValue(pattern.Text, out List<Entry>? bucket)) _exact[pattern.Text] = bucket = [];
        bucket.Add(entry);
    }

    public void Remove(SignalPattern pattern, T item)
    {
        Entry entry = new(pattern, item);
        if (!pattern.IsExact)
        {
            BucketsOf(pattern).Remove(entry);
            return;
        }

        if (!_exact.TryGetValue(pattern.Text, out List<Entry>? bucket)) return;
        bucket.Remove(entry);
        if (bucket.Count == 0) _exact.Remove(pattern.Text);
    }

    /// <summary>Adds what matches the name, in no particular order; once for each of its patterns that match.</summary>
    public void Collect(string name, List<T> matches)
    {
        if (_exact.TryGetValue(name, out List<Entry>? bucket))
            foreach (Entry entry in bucket) matches.Add(entry.Item);
        _byPrefix.Collect(name, matches);
        _bySuffix.Collect(name, matches);
    }

    private AffixBuckets BucketsOf(SignalPattern pattern) =>
        pattern.Prefix.Length == 0 && pattern.Suffix.Length > 0 ? _bySuffix : _byPrefix;

    private readonly record struct Entry(SignalPattern Pattern, T Item);

    /// <summary>Patterns with the same literal beginning, or the same literal end, share a bucket.</summary>
    private sealed class AffixBuckets(bool fromEnd)
    {
        private readonly Dictionary<string, List<Entry>> _buckets = [];
        private readonly SortedDictionary<int, int> _bucketsOfLength = [];
        private int[] _lengths = []; // the keys above: enumerating those allocates

        public void Add(Entry entry)
        {
            string affix = AffixOf(entry.Pattern);
            if (!_buckets.TryGetValue(affix, out List<Entry>? bucket))
            {
                _buckets[affix] = bucket = [];
                CountBucket(affix.Length, 1);
            }

            bucket.Add(entry);
        }

        public void Remove(Entry entry)
        {
            string affix = AffixOf(entry.Pattern);
            if (!_buckets.TryGetValue(affix, out List<Entry>? bucket) || !bucket.Remove(entry) || bucket.Count > 0) return;
            _buckets.Remove(affix);
            CountBucket(affix.Length, -1);
        }

        public void Collect(string name, List<T> matches)
        {
            foreach (int length in _lengths)
            {
                if (length > name.Length) return;
                if (Find(fromEnd ? name.AsSpan(name.Length - length) : name.AsSpan(0, length)) is not { } bucket) continue;
                foreach (Entry entry in bucket)
                    if (entry.Pattern.Matches(name)) matches.Add(entry.Item);
            }
        }

        private void CountBucket(int length, int change)
        {
            int count = _bucketsOfLength[length] = _bucketsOfLength.GetValueOrDefault(length) + change;
            if (count == 0) _bucketsOfLength.Remove(length);
            if (_bucketsOfLength.Count != _lengths.Length) _lengths = [.. _bucketsOfLength.Keys];
        }

        private string AffixOf(SignalPattern pattern) => fromEnd ? pattern.Suffix : pattern.Prefix;

        private List<Entry>? Find(ReadOnlySpan<char> affix) =>
#if NET9_0_OR_GREATER
            _buckets.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(affix, out List<Entry>? bucket) ? bucket : null;
#else
            _buckets.GetValueOrDefault(affix.ToString());
#endif
    }
}
