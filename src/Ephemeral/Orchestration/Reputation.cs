namespace Ephemeral.Orchestration;

/// <summary>One score, and when it was that.</summary>
/// <remarks>
/// All scores fade by the same factor, so their order never changes by time alone: <see cref="Weight"/>, the binary logarithm that the
/// score would have had at the beginning, is set once an update and compares scores of different times.
/// </remarks>
internal sealed class Reputation<TKey>(TKey key)
{
    private double _score;
    private double _updatedAt; // in half-lives

    public TKey Key => key;

    public double Weight { get; private set; }

    /// <summary>Gets the number of its last update.</summary>
    public long LastUpdate { get; private set; }

    public double ScoreAt(double now) => _score * Math.Pow(2, _updatedAt - now);

    public double Add(double delta, double now, long update)
    {
        _score = Math.Clamp(ScoreAt(now) + delta, double.MinValue, double.MaxValue); // never infinite: that would not fade
        _updatedAt = now;
        Weight = Math.Log2(Math.Abs(_score)) + now;
        LastUpdate = update;
        return _score;
    }
}
