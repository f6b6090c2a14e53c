namespace Ephemeral.Internal;

/// <summary>Begins what outlives its caller, such as a timer, without the caller's context, which would live as long.</summary>
internal static class CleanContext
{
    public static T Run<T>(Func<T> begin)
    {
        if (ExecutionContext.IsFlowSuppressed()) return begin();
        using AsyncFlowControl suppressed = ExecutionContext.SuppressFlow();
        return begin();
    }
}
