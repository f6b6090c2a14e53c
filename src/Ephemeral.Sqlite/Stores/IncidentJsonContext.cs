using System.Text.Json.Serialization;
using Ephemeral.Logging;

namespace Ephemeral.Sqlite.Stores;

/// <summary>How an incident is written down; generated, so that it needs no reflection.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Incident))]
internal sealed partial class IncidentJsonContext : JsonSerializerContext;
