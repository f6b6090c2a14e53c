using System.Globalization;
using System.Threading.RateLimiting;
using Ephemeral.Atoms.Commands;
using Ephemeral.Atoms.RateLimit;

namespace Ephemeral.Atoms;

/// <summary>A <see cref="GcraRateLimiter"/> that says how requests went, and whose limit signals change while callers wait.</summary>
/// <remarks>
/// <para>Thread-safe. Commands, with the default pattern: <c>rate.limit.gcra.set:2.5</c>, <c>rate.limit.gcra.burst:10</c> and
/// <c>rate.limit.gcra.reset</c>. What cannot be read changes nothing and counts in <see cref="IgnoredCount"/>.</para>
/// <para>Signals: <c>rate.limit.gcra.allowed</c>, <c>rate.limit.gcra.delayed:{milliseconds}</c> when a permit was waited for, and
/// <c>rate.limit.gcra.denied</c>, unless <see cref="GcraRateLimitOptions.EmitSignals"/> is false; <c>rate.limit.gcra.config:{rate},{burst}</c>
/// and <c>rate.limit.gcra.reset.applied</c> after a change. None of them is a command.</para>
/// </remarks>
public sealed class GcraRateLimitAtom : IAsyncDisposable, IDisposable
{
    private readonly SignalSink _sink;
    private readonly GcraRateLimiter _limiter;
    private readonly SignalCommands _commands;
    private readonly string _prefix;
    private readonly string? _allowed; // null when requests are not told of
    private readonly string _denied;

    /// <summary>Creates an atom whose burst is whole.</summary>
    /// <param name="sink">Where the commands are raised and the atom's signals go. Borrowed.</param>
    /// <param name="options">The limit; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> is null.</exception>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every fault.</exception>
    public GcraRateLimitAtom(SignalSink sink, GcraRateLimitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        options ??= new();
        _sink = sink;
        _limiter = RateLimitValidator.Limiter(options);
        _prefix = ControlPattern.PrefixOf(options.ControlSignalPattern);
        _allowed = options.EmitSignals ? $"{_prefix}allowed" : null;
        _denied = $"{_prefix}denied";
        _commands = new(sink);
        _commands.On($"{_prefix}set", TryChangeRate);
        _commands.On($"{_prefix}burst", TryChangeBurst);
        _commands.On($"{_prefix}reset", Reset);
    }

    /// <summary>Gets how many permits there are a second now.</summary>
    public double RatePerSecond => _limiter.RatePerSecond;

    /// <summary>Gets how many permits there are at once after a rest.</summary>
    public int BurstSize => _limiter.BurstSize;

    /// <summary>Gets how many callers wait.</summary>
    public int QueuedCount => _limiter.QueuedCount;

    /// <summary>Gets how many commands were ignored because their value cannot be read, or is not possible.</summary>
    public long IgnoredCount => _commands.Ignored;

    /// <summary>Takes a permit if there is one now and nobody waits for it, and tells how it went.</summary>
    /// <returns>False if not, and after dispose.</returns>
    public bool TryAcquire()
    {
        bool isGranted = _limiter.TryAcquire();
        Tell(new(isGranted, default, default));
        return isGranted;
    }

    /// <summary>Takes a permit, waiting for it in order of arrival, and tells how it went.</summary>
    /// <inheritdoc cref="RateLimitAtom.AcquireAsync"/>
    public ValueTask<RateLimitLease> AcquireAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<Permit> permit = _limiter.RequestAsync(cancellationToken);
        return permit.IsCompletedSuccessfully ? new(Told(permit.Result)) : Awaited(permit);

        async ValueTask<RateLimitLease> Awaited(ValueTask<Permit> permit) => Told(await permit.ConfigureAwait(false));
    }

    /// <inheritdoc cref="GcraRateLimiter.GetEstimatedWaitTime"/>
    public TimeSpan GetEstimatedWaitTime() => _limiter.GetEstimatedWaitTime();

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

    private PermitLease Told(in Permit permit)
    {
        Tell(permit);
        return PermitLease.Of(permit);
    }

    private void Tell(in Permit permit)
    {
        if (_allowed is null) return;
        if (!permit.IsGranted) _sink.Raise(_denied);
        else if (permit.Waited == TimeSpan.Zero) _sink.Raise(_allowed);
        else _sink.Raise(string.Create(CultureInfo.InvariantCulture, $"{_prefix}delayed:{Math.Ceiling(permit.Waited.TotalMilliseconds)}"));
    }

    private bool TryChangeRate(string text)
    {
        if (!RateLimitValidator.TryParseRate(text, out double rate)) return false;
        TellConfig(_limiter.Update(_ => rate, static _ => null));
        return true;
    }

    private bool TryChangeBurst(string text)
    {
        if (!RateLimitValidator.TryParseBurst(text, out int burst)) return false;
        TellConfig(_limiter.Update(static now => now, _ => burst));
        return true;
    }

    private void TellConfig((double Rate, int Burst) now) =>
        _sink.Raise(string.Create(CultureInfo.InvariantCulture, $"{_prefix}config:{now.Rate},{now.Burst}"));

    private void Reset()
    {
        _limiter.Reset();
        _sink.Raise($"{_prefix}reset.applied");
    }
}
