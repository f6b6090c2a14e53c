using Microsoft.Extensions.Options;

namespace Ephemeral.Telemetry;

/// <summary>Checks the options when a provider is built.</summary>
internal sealed class OptionsValidator : IValidateOptions<EphemeralMetricsOptions>, IValidateOptions<EphemeralTracingOptions>
{
    private const int MostPatterns = 100;

    public ValidateOptionsResult Validate(string? name, EphemeralMetricsOptions options)
    {
        List<string> faults = [];
        if (options.CardinalityLimit < 1)
            faults.Add($"{nameof(EphemeralMetricsOptions)}.{nameof(options.CardinalityLimit)} must be at least 1 but was {options.CardinalityLimit}.");
        if (options.SignalPatterns.Any(string.IsNullOrEmpty))
            faults.Add($"{nameof(EphemeralMetricsOptions)}.{nameof(options.SignalPatterns)} holds an empty pattern; remove it, or write * for all signals.");
        if (options.SignalPatterns.Count > MostPatterns)
            faults.Add($"{nameof(EphemeralMetricsOptions)}.{nameof(options.SignalPatterns)} must hold at most {MostPatterns} patterns but holds {options.SignalPatterns.Count}.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    public ValidateOptionsResult Validate(string? name, EphemeralTracingOptions options)
    {
        if (options.TraceRelation is null or TraceRelation.Link or TraceRelation.Parent or TraceRelation.None) return ValidateOptionsResult.Success;
        return ValidateOptionsResult.Fail(
            $"{nameof(EphemeralTracingOptions)}.{nameof(options.TraceRelation)} must be Link, Parent or None but was {options.TraceRelation}.");
    }
}
