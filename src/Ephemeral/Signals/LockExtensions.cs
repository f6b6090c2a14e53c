#if !NET9_0_OR_GREATER
namespace Ephemeral.Signals;

/// <summary>The members of the newer lock type, for the object that stands in for it.</summary>
internal static class LockExtensions
{
    public static void Enter(this object gate) => Monitor.Enter(gate);

    public static void Exit(this object gate) => Monitor.Exit(gate);
}
#endif
