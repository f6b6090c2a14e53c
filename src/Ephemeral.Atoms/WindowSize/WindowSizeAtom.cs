using System.Collections.Concurrent;
using System.Globalization;
using Ephemeral.Atoms.Commands;
using Ephemeral.Internal;

namespace Ephemeral.Atoms;

/// <summary>Lets signals change how many signals a sink keeps, and for how long.</summary>
/// <remarks>
/// <para><c>window.size.set:500</c>, <c>window.size.increase:100</c>, <c>window.size.decrease:100</c> take a positive whole number;
/// <c>window.time.set:00:05:00</c>, <c>window.time.increase:30s</c>, <c>window.time.decrease:500ms</c> a positive time: seconds,
/// milliseconds, or what <see cref="TimeSpan"/> reads, for which a number alone is days. Results are cut at the limits of the options. What
/// cannot be read changes nothing and counts in <see cref="IgnoredCount"/>.</para>
/// <para>Thread-safe: commands that come at the same time are obeyed one after the other, and none is lost. A command is obeyed on the thread
/// that raises it, before that returns, unless another thread is obeying one at that moment: then that one obeys both.</para>
/// </remarks>
public sealed class WindowSizeAtom : IAsyncDisposable, IDisposable
{
    private readonly SignalSink _sink;
    private readonly WindowSizeOptions _options;
    private readonly SignalCommands _commands;
    private readonly ConcurrentQueue<Action> _changes = new();
    private int _waiting; // changes not made yet: whoever adds the first makes all

    /// <summary>Creates an atom that listens at once.</summary>
    /// <param name="sink">The sink whose window is changed, and where the commands are raised. Borrowed.</param>
    /// <param name="options">Names and limits; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> is null.</exception>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every fault.</exception>
    public WindowSizeAtom(SignalSink sink, WindowSizeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        _sink = sink;
        _options = options ?? new();
        Validate(_options);
        _commands = new(sink);
        OnCapacity(_options.SetCapacityCommand, static (_, value) => value);
        OnCapacity(_options.IncreaseCapacityCommand, static (now, value) => now + value);
        OnCapacity(_options.DecreaseCapacityCommand, static (now, value) => now - value);
        OnRetention(_options.SetRetentionCommand, static (_, value) => value);
        OnRetention(_options.IncreaseRetentionCommand, static (now, value) => now > TimeSpan.MaxValue - value ? TimeSpan.MaxValue : now + value);
        OnRetention(_options.DecreaseRetentionCommand, static (now, value) => now - value);
    }

    /// <summary>Gets how many commands were ignored because their value cannot be read, or is not positive.</summary>
    public long IgnoredCount => _commands.Ignored;

    /// <summary>Obeys no more commands. The window stays as it is. Calling it again is safe.</summary>
    public void Dispose() => _commands.Dispose();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void OnCapacity(string command, Func<long, long, long> change) => _commands.On(command, text =>
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value < 1) return false;
        Make(() => _sink.UpdateWindowSize(maxCapacity: (int)Math.Clamp(change(_sink.MaxCapacity, value), _options.MinCapacity, _options.MaxCapacity)));
        return true;
    });

    private void OnRetention(string command, Func<TimeSpan, TimeSpan, TimeSpan> change) => _commands.On(command, text =>
    {
        if (ParseTime(text) is not { } value || value <= TimeSpan.Zero) return false;
        Make(() => _sink.UpdateWindowSize(maxAge: Clamp(change(_sink.MaxAge, value))));
        return true;
    });

    /// <summary>Makes a change that begins with what is there: one after the other, and without a lock while the sink tells its watchers.</summary>
    private void Make(Action change)
    {
        _changes.Enqueue(change);
        if (Interlocked.Increment(ref _waiting) > 1) return;
        do
        {
            if (_changes.TryDequeue(out Action? next)) next();
        }
        while (Interlocked.Decrement(ref _waiting) > 0);
    }

    private TimeSpan Clamp(TimeSpan retention) =>
        retention < _options.MinRetention ? _options.MinRetention : retention > _options.MaxRetention ? _options.MaxRetention : retention;

    private static TimeSpan? ParseTime(string text)
    {
        bool isMilliseconds = text.EndsWith("ms", StringComparison.Ordinal);
        if (!text.EndsWith('s')) return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) ? time : null;
        string number = text[..^(isMilliseconds ? 2 : 1)];
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)) return null;
        double ticks = value * (isMilliseconds ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerSecond);
        return ticks < TimeSpan.MaxValue.Ticks ? new((long)ticks) : TimeSpan.MaxValue;
    }

    private static void Validate(WindowSizeOptions options)
    {
        OptionsFaults faults = new(nameof(WindowSizeOptions));
        string[] commands =
        [
            options.SetCapacityCommand, options.IncreaseCapacityCommand, options.DecreaseCapacityCommand,
            options.SetRetentionCommand, options.IncreaseRetentionCommand, options.DecreaseRetentionCommand,
        ];
        if (Array.Exists(commands, static command => string.IsNullOrWhiteSpace(command) || command.IndexOfAny(['*', '?']) >= 0))
            faults.Add("Commands", "must be names without wildcards, none of them blank");
        if (commands.Distinct(StringComparer.Ordinal).Count() < commands.Length) faults.Add("Commands", "must all be different");
        faults.AtLeast(options.MinCapacity, 1);
        faults.AtLeast(options.MaxCapacity, options.MinCapacity);
        faults.Positive(options.MinRetention);
        if (options.MaxRetention < options.MinRetention)
            faults.Add(nameof(options.MaxRetention), $"must be at least {options.MinRetention} but was {options.MaxRetention}");
        faults.ThrowIfAny();
    }
}
