using System.Globalization;
using Ephemeral.Internal;
using Ephemeral.Orchestration;

namespace Ephemeral;

/// <summary>Scores that fade: each loses half of itself every half-life.</summary>
/// <remarks>
/// <para>Thread-safe. Time is that of the monotonic clock: a step of the wall clock changes no score.</para>
/// <para>At most <c>maxSize</c> keys have a score. A new one beyond that takes the place of the one whose score is nearest to zero now,
/// of equal ones the least recently updated: a flood of newcomers displaces newcomers, and a bad reputation is not flushed. It is
/// counted in <see cref="EvictedCount"/>. An update costs the logarithm of the size, a read does not depend on it.</para>
/// <para>A key's <c>Equals</c> and <c>GetHashCode</c> run while an internal lock is held; they must be fast and must not call back.</para>
/// <para>With a sink it raises <c>reputation.update:{key}:{score}</c>, the score with two decimals, and <c>reputation.invalidate:{key}</c>;
/// both in the invariant culture, outside the lock, with the key's text as their key.</para>
/// </remarks>
/// <typeparam name="TKey">The type of what has a reputation.</typeparam>
/// <example><code>
/// DecayingReputationWindow&lt;string&gt; reputation = new(TimeSpan.FromMinutes(5));
/// reputation.Update("user-123", +1);
/// double score = reputation.GetScore("user-123"); // 1 now, 0.5 in five minutes
/// </code></example>
public sealed class DecayingReputationWindow<TKey>
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Reputation<TKey>> _reputations = []; // guarded by _gate, as the next three
    private readonly SortedSet<Reputation<TKey>> _weakestFirst = new(ReputationOrder<TKey>.Instance);
    private long _updates;
    private long _evicted;
    private readonly TimeSpan _halfLife;
    private readonly int _maxSize;
    private readonly SignalSink? _signals;
    private readonly TimeProvider _time;
    private readonly long _created;

    /// <summary>Makes a window without any score.</summary>
    /// <param name="halfLife">How long until half of a score is left; positive.</param>
    /// <param name="maxSize">The most keys with a score; at least 1.</param>
    /// <param name="signals">Where changes are raised; null: nowhere. Borrowed.</param>
    /// <param name="timeProvider">The clock; null: that of <paramref name="signals"/>, or the system's.</param>
    /// <exception cref="ArgumentException"><paramref name="halfLife"/> or <paramref name="maxSize"/> is too small; the message lists every fault.</exception>
    public DecayingReputationWindow(TimeSpan halfLife, int maxSize = 1024, SignalSink? signals = null, TimeProvider? timeProvider = null)
    {
        OptionsFaults faults = new("DecayingReputationWindow");
        faults.Positive(halfLife);
        faults.AtLeast(maxSize, 1);
        faults.ThrowIfAny();
        _halfLife = halfLife;
        _maxSize = maxSize;
        _signals = signals;
        _time = timeProvider ?? signals?.TimeProvider ?? TimeProvider.System;
        _created = _time.GetTimestamp();
    }

    /// <summary>Gets how many keys have a score.</summary>
    public int Count
    {
        get { lock (_gate) return _reputations.Count; }
    }

    /// <summary>Gets how many scores had to make room for others.</summary>
    public long EvictedCount
    {
        get { lock (_gate) return _evicted; }
    }

    /// <summary>Adds to what is left of a key's score.</summary>
    /// <returns>The new score.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is not a finite number.</exception>
    public double Update(TKey key, double delta)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!double.IsFinite(delta)) throw new ArgumentOutOfRangeException(nameof(delta), delta, "A score changes by a finite number; give one.");
        double score;
        lock (_gate)
        {
            if (_reputations.TryGetValue(key, out Reputation<TKey>? reputation)) _weakestFirst.Remove(reputation);
            else reputation = Add(key);
            score = reputation.Add(delta, HalfLives(), ++_updates);
            _weakestFirst.Add(reputation);
        }

        if (_signals is not null) Raise(string.Create(CultureInfo.InvariantCulture, $"reputation.update:{key}:{score:F2}"), key);
        return score;
    }

    /// <summary>Returns what is left of a key's score now; 0 for a key without one.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public double GetScore(TKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_gate) return _reputations.TryGetValue(key, out Reputation<TKey>? reputation) ? reputation.ScoreAt(HalfLives()) : 0;
    }

    /// <summary>Forgets a key's score.</summary>
    /// <returns>False, and nothing is raised, when it had none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public bool Invalidate(TKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_gate)
        {
            if (!_reputations.Remove(key, out Reputation<TKey>? reputation)) return false;
            _weakestFirst.Remove(reputation);
        }

        if (_signals is not null) Raise(string.Create(CultureInfo.InvariantCulture, $"reputation.invalidate:{key}"), key);
        return true;
    }

    private Reputation<TKey> Add(TKey key)
    {
        Reputation<TKey> added = new(key);
        if (_reputations.Count == _maxSize)
        {
            Reputation<TKey> weakest = _weakestFirst.Min!;
            _reputations.Remove(weakest.Key);
            _weakestFirst.Remove(weakest);
            _evicted++;
        }

        _reputations.Add(key, added);
        return added;
    }

    /// <summary>Returns how many half-lives the window is old.</summary>
    private double HalfLives() => _time.GetElapsedTime(_created) / _halfLife;

    private void Raise(string signal, TKey key) => _signals!.Raise(signal, string.Create(CultureInfo.InvariantCulture, $"{key}"));
}
