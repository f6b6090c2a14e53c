using System.Collections;
using System.Globalization;

namespace Ephemeral.Logging;

/// <summary>The properties of the operation that runs where something is logged.</summary>
internal sealed class OperationLogScope(EphemeralOperation operation) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => operation.Key is null ? 2 : 3;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("Coordinator", operation.CoordinatorName),
        1 => new("OperationId", operation.Id),
        2 when operation.Key is not null => new("OperationKey", operation.Key),
        _ => throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} properties."),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => operation.Key is null
        ? string.Create(CultureInfo.InvariantCulture, $"Coordinator:{operation.CoordinatorName} OperationId:{operation.Id}")
        : string.Create(CultureInfo.InvariantCulture, $"Coordinator:{operation.CoordinatorName} OperationId:{operation.Id} OperationKey:{operation.Key}");
}
