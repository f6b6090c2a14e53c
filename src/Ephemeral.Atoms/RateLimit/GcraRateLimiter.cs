using Ephemeral.Atoms.RateLimit;
using Ephemeral.Internal;

namespace Ephemeral.Atoms;

/// <summary>Grants permits at a steady rate, and as many as the burst at once after a rest.</summary>
/// <remarks>
/// <para>The generic cell rate algorithm (ITU-T I.371), which is a token bucket that is filled at every instant: in no window of <c>t</c>
/// seconds are more than <c>burst + rate · t</c> permits granted, and each is granted at the first tick of the clock at which it may be.</para>
/// <para>Thread-safe. Waiters are served in order of arrival, and nobody overtakes them. Beyond the queue's limit nobody waits.</para>
/// <para>The rate may be a fraction: 0.1 is one permit in ten seconds. System timers have milliseconds: where several permits fall into one,
/// waiters get no more at a time than the burst, so let it be at least the permits of two milliseconds.</para>
/// <para>One timer, and only while somebody waits.</para>
/// </remarks>
public sealed class GcraRateLimiter : IAsyncDisposable, IDisposable
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _waiting = new(); // guarded by _gate, as all below
    private readonly PermitTime _time;
    private readonly TimeProvider _clock;
    private readonly Alarm _alarm;
    private readonly int _queueLimit;
    private double _rate;
    private int _burst;
    private Int128 _interval; // between two permits
    private Int128 _tolerance; // by how much a permit may come before its time: those of the burst but one
    private Int128 _full; // when the burst is whole again: the theoretical arrival time of the algorithm
    private bool _isDisposed;

    /// <summary>Creates a limiter whose burst is whole.</summary>
    /// <param name="ratePerSecond">How many permits there are a second; positive, also below 1.</param>
    /// <param name="burstSize">How many permits there are at once after a rest; at least 1.</param>
    /// <param name="queueLimit">How many callers may wait; 0 for none.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public GcraRateLimiter(double ratePerSecond, int burstSize = 1, int queueLimit = 1_024, TimeProvider? timeProvider = null)
    {
        PermitTime.Check(ratePerSecond, nameof(ratePerSecond));
        ArgumentOutOfRangeException.ThrowIfLessThan(burstSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(queueLimit);
        _clock = timeProvider ?? TimeProvider.System;
        _time = new(_clock);
        _alarm = new(_clock, Serve);
        _queueLimit = queueLimit;
        _rate = ratePerSecond;
        _burst = burstSize;
        _interval = _time.IntervalOf(ratePerSecond);
        _tolerance = (burstSize - 1) * _interval;
        _full = _time.Now();
    }

    /// <summary>Gets how many permits there are a second.</summary>
    public double RatePerSecond
    {
        get { lock (_gate) return _rate; }
    }

    /// <summary>Gets how many permits there are at once after a rest.</summary>
    public int BurstSize
    {
        get { lock (_gate) return _burst; }
    }

    /// <summary>Gets how many callers wait.</summary>
    public int QueuedCount
    {
        get { lock (_gate) return _waiting.Count; }
    }

    /// <summary>Takes a permit if there is one now and nobody waits for it.</summary>
    /// <returns>False if not, and after dispose.</returns>
    public bool TryAcquire()
    {
        lock (_gate) return !_isDisposed && _waiting.Count == 0 && TryTake(_time.Now());
    }

    /// <summary>Takes a permit, waiting for it in order of arrival.</summary>
    /// <param name="cancellationToken">Ends the wait; who was cancelled has taken no permit.</param>
    /// <returns>How long it was waited for. Await it once.</returns>
    /// <exception cref="InvalidOperationException">As many callers wait as may.</exception>
    /// <exception cref="ObjectDisposedException">The limiter was disposed, also while waiting.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<TimeSpan> AcquireAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<Permit> permit = RequestAsync(cancellationToken);
        return permit.IsCompletedSuccessfully ? new(WaitOf(permit.Result)) : Awaited(permit);

        async ValueTask<TimeSpan> Awaited(ValueTask<Permit> permit) => WaitOf(await permit.ConfigureAwait(false));
    }

    /// <summary>Returns how long a caller that came now would wait, if nobody who waits gives up.</summary>
    public TimeSpan GetEstimatedWaitTime()
    {
        lock (_gate) return _time.ToTimeSpan(WaitAfter(_waiting.Count, _time.Now()));
    }

    /// <summary>Changes the rate, and the burst if it is given. Who waits goes on waiting, for as long as is right from now on.</summary>
    /// <param name="ratePerSecond">How many permits there are a second; positive, also below 1.</param>
    /// <param name="burstSize">How many there are at once after a rest; null: unchanged. Permits that are there stay, up to this many.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void UpdateRate(double ratePerSecond, int? burstSize = null)
    {
        PermitTime.Check(ratePerSecond, nameof(ratePerSecond));
        if (burstSize is { } size) ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(burstSize));
        Update(_ => ratePerSecond, _ => burstSize);
    }

    /// <summary>Makes the burst whole, as after a rest.</summary>
    public void Reset()
    {
        lock (_gate) _full = _time.Now();
        Serve();
    }

    /// <summary>Ends all waits with an <see cref="ObjectDisposedException"/>. Calling it again is safe.</summary>
    public void Dispose()
    {
        List<Waiter> waiting;
        lock (_gate)
        {
            _isDisposed = true;
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        _alarm.Stop();
        waiting.ForEach(static waiter => waiter.TrySetException(Disposed()));
    }

    /// <summary>Does the same as <see cref="Dispose"/>: there is nothing to wait for.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes a permit, waiting for it; without one when too many wait already.</summary>
    internal ValueTask<Permit> RequestAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<Permit>(cancellationToken);
        LinkedListNode<Waiter> node;
        lock (_gate)
        {
            if (_isDisposed) return ValueTask.FromException<Permit>(Disposed());
            long stamp = _clock.GetTimestamp();
            Int128 now = PermitTime.Of(stamp);
            if (_waiting.Count == 0 && TryTake(now)) return new(new Permit(IsGranted: true, default, default));
            if (_waiting.Count >= _queueLimit) return new(new Permit(IsGranted: false, default, _time.ToTimeSpan(WaitAfter(_waiting.Count, now))));
            node = _waiting.AddLast(new Waiter(stamp));
            if (_waiting.Count == 1) Arm(now);
        }

        return new(cancellationToken.CanBeCanceled ? WaitAsync(node, cancellationToken) : node.Value.Task);
    }

    /// <summary>Changes rate and burst from what they are. The functions run under the lock: they are not the user's.</summary>
    internal (double Rate, int Burst) Update(Func<double, double> rate, Func<int, int?> burst)
    {
        (double Rate, int Burst) updated;
        lock (_gate)
        {
            Int128 now = _time.Now();
            double newRate = rate(_rate);
            int newBurst = burst(_burst) ?? _burst;
            Int128 owed = Int128.Max(0, (_full > now ? _full - now : 0) + ((Int128)(newBurst - (long)_burst) * _interval)); // so that the permits that are there stay
            if (newRate != _rate)
            {
                Int128 interval = _time.IntervalOf(newRate);
                owed = (Int128)((double)owed * ((double)interval / (double)_interval)); // as many permits as before, at the new price
                _interval = interval;
            }

            _full = now + owed;
            _tolerance = (newBurst - 1) * _interval;
            (_rate, _burst) = updated = (newRate, newBurst);
        }

        Serve();
        return updated;
    }

    private static TimeSpan WaitOf(in Permit permit) => permit.IsGranted
        ? permit.Waited
        : throw new InvalidOperationException($"No caller more may wait for a permit; try again after {permit.RetryAfter}, allow a longer queue, or use TryAcquire.");

    private static ObjectDisposedException Disposed() =>
        new(nameof(GcraRateLimiter), "The rate limiter was disposed and grants no more permits. Create a new one, or stop its callers before that.");

    /// <summary>Takes the next permit if its time has come: the algorithm itself.</summary>
    private bool TryTake(Int128 now)
    {
        Int128 arrival = _full > now ? _full : now;
        if (!PermitTime.HasCome(arrival - _tolerance - now)) return false;
        _full = arrival + _interval;
        return true;
    }

    /// <summary>Returns how long a permit has to be waited for after so many others. Negative or zero: not at all.</summary>
    private Int128 WaitAfter(int others, Int128 now) => Int128.Max(_full, now) + (others * _interval) - _tolerance - now;

    private void Arm(Int128 now) => _alarm.Set(_waiting.Count == 0 ? null : _time.ToTimeSpan(WaitAfter(0, now)));

    /// <summary>Grants what may be granted, and sleeps until the next permit.</summary>
    private void Serve()
    {
        List<Waiter> served = [];
        long stamp;
        lock (_gate)
        {
            if (_isDisposed) return;
            stamp = _clock.GetTimestamp();
            Int128 now = PermitTime.Of(stamp);
            while (_waiting.First is { } first && TryTake(now))
            {
                _waiting.RemoveFirst();
                served.Add(first.Value);
            }

            Arm(now);
        }

        foreach (Waiter waiter in served) waiter.TrySetResult(new(IsGranted: true, _clock.GetElapsedTime(waiter.Since, stamp), default));
    }

    private async Task<Permit> WaitAsync(LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        using (cancellationToken.UnsafeRegister((_, token) => Abandon(node, token), null))
            return await node.Value.Task.ConfigureAwait(false);
    }

    private void Abandon(LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (node.List is null) return; // it has been served
            _waiting.Remove(node);
            Arm(_time.Now());
        }

        node.Value.TrySetCanceled(cancellationToken);
    }

    private sealed class Waiter(long since) : TaskCompletionSource<Permit>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Since => since;
    }
}
