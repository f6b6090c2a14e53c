using System.Collections;
using System.Globalization;

namespace Ephemeral.Logging;

/// <summary>The state of a signal's log record: structured for those who read it so, formatted only for those who want text.</summary>
internal readonly struct SignalRecord(SignalEvent signal) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public static readonly Func<SignalRecord, Exception?, string> Formatter = static (record, _) => record.ToString();

    private const string Template = "{Signal} (op:{OperationId}, key:{Key})";

    public int Count => 4;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("Signal", signal.Signal),
        1 => new("OperationId", signal.OperationId),
        2 => new("Key", KeyText),
        3 => new(MessageTemplate.PropertyName, Template),
        _ => throw new ArgumentOutOfRangeException(nameof(index), index, "A signal's record has 4 values."),
    };

    private string KeyText => signal.Key ?? "none";

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{signal.Signal} (op:{signal.OperationId}, key:{KeyText})");
}
