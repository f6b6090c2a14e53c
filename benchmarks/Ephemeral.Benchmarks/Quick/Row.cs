namespace Ephemeral.Benchmarks.Quick;

/// <summary>One line of the table: a question about speed or memory, and what answers it.</summary>
internal abstract record Row(string Group, string Name)
{
    public abstract Task<RowResult> MeasureAsync(QuickOptions options);
}
