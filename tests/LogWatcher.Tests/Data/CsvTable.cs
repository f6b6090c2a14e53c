using System.Text;

namespace LogWatcher.Tests.Data;

/// <summary>Reads CSV with quoted fields into one dictionary a row.</summary>
internal static class CsvTable
{
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Parse(string text)
    {
        List<IReadOnlyDictionary<string, string>> rows = [];
        List<string>? head = null;
        List<string> fields = [];
        StringBuilder field = new();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char letter = text[i];
            if (letter == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"') field.Append(text[i++]);
            else if (letter == '"') quoted = !quoted;
            else if (quoted || letter is not (',' or '\n')) field.Append(letter);
            else EndField(letter);
        }

        if (field.Length > 0) EndField('\n');
        return rows;

        void EndField(char end)
        {
            fields.Add(field.ToString().TrimEnd('\r'));
            field.Clear();
            if (end == ',') return;
            if (head is null) head = fields;
            else if (fields.Count == head.Count) rows.Add(head.Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second));
            fields = [];
        }
    }
}
