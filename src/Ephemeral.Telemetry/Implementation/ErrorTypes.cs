namespace Ephemeral.Telemetry.Implementation;

/// <summary>What <c>error.type</c> is, the same for metrics and spans: present only when an operation failed or ran out of time.</summary>
internal static class ErrorTypes
{
    public static bool IsError(OperationOutcome outcome) => outcome is OperationOutcome.Failed or OperationOutcome.TimedOut;

    public static string? Of(in OperationEndedArguments arguments, BoundedNames bounded)
    {
        if (!IsError(arguments.Outcome)) return null;
        return arguments.Error?.GetType().FullName is { } name ? bounded.Of(name) : AttributeValues.Other;
    }
}
