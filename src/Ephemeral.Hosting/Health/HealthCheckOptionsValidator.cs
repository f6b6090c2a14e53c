using System.Globalization;
using System.Runtime.CompilerServices;
using Ephemeral.Internal;
using Microsoft.Extensions.Options;

namespace Ephemeral.Hosting.Health;

/// <summary>Checks the thresholds when the host starts.</summary>
internal sealed class HealthCheckOptionsValidator : IValidateOptions<EphemeralHealthCheckOptions>
{
    public ValidateOptionsResult Validate(string? name, EphemeralHealthCheckOptions options)
    {
        OptionsFaults faults = new(nameof(EphemeralHealthCheckOptions));
        Share(faults, options.DegradedQueueShare);
        Share(faults, options.UnhealthyQueueShare);
        InOrder(faults, options.DegradedQueueShare, options.UnhealthyQueueShare);
        faults.Positive(options.DegradedOldestAge);
        faults.Positive(options.UnhealthyOldestAge);
        InOrder(faults, options.DegradedOldestAge, options.UnhealthyOldestAge);
        Share(faults, options.DegradedFailureRatio);
        Share(faults, options.UnhealthyFailureRatio);
        InOrder(faults, options.DegradedFailureRatio, options.UnhealthyFailureRatio);
        faults.Positive(options.FailureWindow);
        faults.AtLeast(options.MinimumOperations, 1);
        return faults.All.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(faults.All.Select(static fault => $"{nameof(EphemeralHealthCheckOptions)}.{fault.Member} {fault.What}."));
    }

    private static void Share(OptionsFaults faults, double? value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value is not null and not (> 0 and <= 1)) faults.Add(name, $"must be above 0 and at most 1 but was {Text(value.Value)}");
    }

    private static void InOrder<TValue>(
        OptionsFaults faults,
        TValue? degraded,
        TValue? unhealthy,
        [CallerArgumentExpression(nameof(degraded))] string name = "",
        [CallerArgumentExpression(nameof(unhealthy))] string other = "")
        where TValue : struct, IComparable<TValue>, IFormattable
    {
        if (degraded is { } lower && unhealthy is { } upper && lower.CompareTo(upper) > 0)
            faults.Add(name, $"must be at most {other[(other.LastIndexOf('.') + 1)..]}, which is {Text(upper)}, but was {Text(lower)}");
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
