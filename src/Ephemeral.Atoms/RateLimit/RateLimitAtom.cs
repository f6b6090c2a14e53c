using System.Globalization;
using System.Threading.RateLimiting;
using Ephemeral.Atoms.Commands;
using Ephemeral.Atoms.RateLimit;

namespace Ephemeral.Atoms;

/// <summary>A token bucket whose limit signals change while callers wait.</summary>
/// <remarks>
/// <para>Thread-safe. The bucket is filled at every instant, not once a second: it is a <see cref="GcraRateLimiter"/>, whose guarantees hold
/// here. Waiters are served in order of arrival; changing the limit loses none of them.</para>
/// <para>Commands, with the default pattern: <c>rate.limit.set:25</c>, <c>rate.limit.increase:5</c>, <c>rate.limit.decrease:5</c>, which never
/// goes below 1 or below what the rate is, and <c>rate.limit.burst:50</c>. Rates may be fractions. After a change <c>rate.limit.applied</c>
/// or <c>rate.limit.burst.applied</c> is raised, with the new value as its key. What cannot be read changes nothing and counts in
/// <see cref="IgnoredCount"/>.</para>
/// </remarks>
/// <example><code>
/// await using RateLimitAtom limit = new(sink, new() { InitialRatePerSecond = 5, Burst = 10 });
/// using RateLimitLease lease = await limit.AcquireAsync(cancellationToken);
/// </code></example>
public sealed class RateLimitAtom : IAsyncDisposable, IDisposable
{
    private readonly SignalSink _sink;
    private readonly GcraRateLimiter _limiter;
    private readonly SignalCommands _commands;
    private readonly string _rateApplied;
    private readonly string _burstApplied;

    /// <summary>Creates an atom whose bucket is full.</summary>
    /// <param name="sink">Where the commands are raised. Borrowed.</param>
    /// <param name="options">The limit; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> is null.</exception>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every fault.</exception>
    public RateLimitAtom(SignalSink sink, RateLimitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        options ??= new();
        _sink = sink;
        _limiter = RateLimitValidator.Limiter(options);
        string prefix = ControlPattern.PrefixOf(options.ControlSignalPattern);
        _rateApplied = $"{prefix}applied";
        _burstApplied = $"{prefix}burst.applied";
        _commands = new(sink);
        _commands.On($"{prefix}set", text => TryChangeRate(text, static (_, value) => value));
        _commands.On($"{prefix}increase", text => TryChangeRate(text, static (now, value) => Math.Min(now + value, PermitTime.MaxRate)));
        _commands.On($"{prefix}decrease", text => TryChangeRate(text, static (now, value) => Math.Max(now - value, Math.Min(now, 1))));
        _commands.On($"{prefix}burst", TryChangeBurst);
    }

    /// <summary>Gets how many permits there are a second now.</summary>
    public double RatePerSecond => _limiter.RatePerSecond;

    /// <summary>Gets how many permits there are at once after a rest.</summary>
    public int Burst => _limiter.BurstSize;

    /// <summary>Gets how many callers wait.</summary>
    public int QueuedCount => _limiter.QueuedCount;

    /// <summary>Gets how many commands were ignored because their value cannot be read, or is not possible.</summary>
    public long IgnoredCount => _commands.Ignored;

    /// <summary>Takes a permit if there is one now and nobody waits for it.</summary>
    /// <returns>False if not, and after dispose.</returns>
    public bool TryAcquire() => _limiter.TryAcquire();

    /// <summary>Takes a permit, waiting for it in order of arrival.</summary>
    /// <param name="cancellationToken">Ends the wait; who was cancelled has taken no permit.</param>
    /// <returns>
    /// A lease with the permit; one without when as many callers wait as may, which says when to try again
    /// (<see cref="MetadataName.RetryAfter"/>). Await it once. A permit is used up: disposing its lease gives nothing back.
    /// </returns>
    /// <exception cref="ObjectDisposedException">The atom was disposed, also while waiting.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<RateLimitLease> AcquireAsync(CancellationToken cancellationToken = default)
    {
        if (!cancellationToken.IsCancellationRequested && _limiter.TryAcquire()) return new(PermitLease.Granted);
        ValueTask<Permit> permit = _limiter.RequestAsync(cancellationToken);
        return permit.IsCompletedSuccessfully ? new(PermitLease.Of(permit.Result)) : Awaited(permit);

        static async ValueTask<RateLimitLease> Awaited(ValueTask<Permit> permit) => PermitLease.Of(await permit.ConfigureAwait(false));
    }

    /// <summary>Obeys no more commands, and ends all waits with an <see cref="ObjectDisposedException"/>. Calling it again is safe.</summary>
    public void Dispose()
    {
        _commands.Dispose();
        _limiter.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private bool TryChangeRate(string text, Func<double, double, double> change)
    {
        if (!RateLimitValidator.TryParseRate(text, out double value)) return false;
        double rate = _limiter.Update(now => change(now, value), static _ => null).Rate;
        _sink.Raise(_rateApplied, rate.ToString(CultureInfo.InvariantCulture));
        return true;
    }

    private bool TryChangeBurst(string text)
    {
        if (!RateLimitValidator.TryParseBurst(text, out int burst)) return false;
        _limiter.Update(static now => now, _ => burst);
        _sink.Raise(_burstApplied, burst.ToString(CultureInfo.InvariantCulture));
        return true;
    }
}
