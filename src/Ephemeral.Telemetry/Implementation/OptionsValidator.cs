using Microsoft.Extensions.Options;

namespace Ephemeral.Telemetry.Implementation;

/// <summary>Checks the options when a provider is built.</summary>
internal sealed class OptionsValidator : IValidateOptions<EphemeralMetricsOptions>, IValidateOptions<EphemeralTracingOptions>
{
    public ValidateOptionsResult Validate(string? name, EphemeralMetricsOptions options) => options.CardinalityLimit >= 1
        ? ValidateOptionsResult.Success
        : Fault($"{nameof(EphemeralMetricsOptions)}.{nameof(EphemeralMetricsOptions.CardinalityLimit)} must be at least 1 but was {options.CardinalityLimit}.");

    public ValidateOptionsResult Validate(string? name, EphemeralTracingOptions options) => options.TraceRelation is null or >= TraceRelation.Link and <= TraceRelation.None
        ? ValidateOptionsResult.Success
        : Fault($"{nameof(EphemeralTracingOptions)}.{nameof(EphemeralTracingOptions.TraceRelation)} must be Link, Parent or None but was {options.TraceRelation}.");

    private static ValidateOptionsResult Fault(string message) => ValidateOptionsResult.Fail(message);
}
