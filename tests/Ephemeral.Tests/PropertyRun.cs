using System.Globalization;
using FsCheck;
using Microsoft.FSharp.Core;

namespace Ephemeral.Tests;

/// <summary>Checks FsCheck properties.</summary>
/// <remarks>
/// A failure shows the case, the shrunk case and two seeds. EPHEMERAL_MODEL_SEED takes either as it is shown: <c>(seed,gamma)</c>, or a
/// number alone, for the whole run; <c>(seed,gamma,size)</c> for the one case of the last step.
/// </remarks>
internal static class PropertyRun
{
    private static readonly string? _seed = Environment.GetEnvironmentVariable("EPHEMERAL_MODEL_SEED");

    /// <summary>Gets whether one case may be all that runs.</summary>
    public static bool IsReplay => !string.IsNullOrWhiteSpace(_seed);

    public static void Check(this Property property, int cases) => property.Check(ConfigFor(cases));

    /// <summary>Checks an asynchronous property. FsCheck blocks until a case has ended: here a thread that nobody else waits for.</summary>
    public static Task CheckAsync(this Property property, int cases) => Task.Factory.StartNew(
        () => property.Check(cases), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Config ConfigFor(int cases) =>
        Config.QuickThrowOnFailure.WithMaxTest(cases).WithQuietOnSuccess(true).WithReplay(Replay());

    private static FSharpOption<Replay>? Replay()
    {
        if (string.IsNullOrWhiteSpace(_seed)) return null;
        ulong[] parts = [.. _seed.Trim('(', ')').Split(',').Select(static part => ulong.Parse(part, CultureInfo.InvariantCulture))];
        Rnd random = parts.Length == 1 ? new(parts[0]) : new(parts[0], parts[1]);
        return FSharpOption<Replay>.Some(new(random, parts.Length == 3 ? FSharpOption<int>.Some((int)parts[2]) : null));
    }
}
