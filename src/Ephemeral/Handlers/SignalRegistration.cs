using Ephemeral.Signals;

namespace Ephemeral.Handlers;

/// <summary>A dispatcher's handler with its pattern.</summary>
internal sealed record SignalRegistration(SignalPattern Pattern, Func<SignalEvent, Task> Handler);
