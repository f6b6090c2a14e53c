using Ephemeral.Internal;

namespace Ephemeral.Logging;

/// <summary>The one place that says which options of notifiers and their delivery are valid.</summary>
internal static class NotifierOptionsValidator
{
    private static readonly TimeSpan _longest = TimeSpan.FromDays(1);

    public static IncidentDeliveryOptions Validate(IncidentDeliveryOptions options)
    {
        OptionsFaults faults = new(nameof(IncidentDeliveryOptions));
        faults.AtLeast(options.QueueCapacity, 1);
        faults.AtLeast(options.FailuresToOpen, 1);
        faults.Positive(options.Timeout);
        faults.Positive(options.FirstDelay);
        faults.Positive(options.LongestDelay);
        faults.Positive(options.GiveUpAfter);
        faults.NotNegative(options.DisposeTimeout);
        faults.NotNull(options.TimeProvider);
        if (options.Timeout > _longest) faults.Add(nameof(options.Timeout), $"must be at most {_longest} but was {options.Timeout}");
        if (options.LongestDelay > _longest) faults.Add(nameof(options.LongestDelay), $"must be at most {_longest} but was {options.LongestDelay}");
        if (options.LongestDelay < options.FirstDelay)
            faults.Add(nameof(options.LongestDelay), $"must be at least {nameof(options.FirstDelay)}, which is {options.FirstDelay}, but was {options.LongestDelay}");
        faults.ThrowIfAny();
        return options;
    }

    public static Uri Address(Uri address, string parameter)
    {
        ArgumentNullException.ThrowIfNull(address, parameter);
        if (address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)) return address;
        throw new ArgumentException($"The address of a notifier must be an absolute http or https address but was '{address}'.", parameter);
    }
}
