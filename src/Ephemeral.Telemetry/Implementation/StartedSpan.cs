using System.Diagnostics;

namespace Ephemeral.Telemetry.Implementation;

/// <summary>The span of a running operation with what its end needs: the activity to restore, and the settings it began with.</summary>
internal sealed record StartedSpan(Activity Activity, Activity? Previous, TracingSettings Settings);
