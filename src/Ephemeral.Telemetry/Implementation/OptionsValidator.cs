using Microsoft.Extensions.Options;

namespace Ephemeral.Telemetry.Implementation;

/// <summary>Checks the options when a provider is built.</summary>
internal sealed class OptionsValidator : IValidateOptions<EphemeralMetricsOptions>, IValidateOptions<EphemeralTracingOptions>
{
    public ValidateOptionsResult Validate(string? name, EphemeralMetricsOptions options)
    {
        if (options.CardinalityLimit >= 1) return ValidateOptionsResult.Success;
        return ValidateOptionsResult.Fail(
            $"{nameof(EphemeralMetricsOptions)}.{nameof(options.CardinalityLimit)} must be at least 1 but was {options.CardinalityLimit}.");
    }

    public ValidateOptionsResult Validate(string? name, EphemeralTracingOptions options)
    {
        if (options.TraceRelation is null or TraceRelation.Link or TraceRelation.Parent or TraceRelation.None) return ValidateOptionsResult.Success;
        return ValidateOptionsResult.Fail(
            $"{nameof(EphemeralTracingOptions)}.{nameof(options.TraceRelation)} must be Link, Parent or None but was {options.TraceRelation}.");
    }
}
