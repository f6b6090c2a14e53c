namespace Ephemeral.Tests.Models;

/// <summary>A coordinator and its model differ; <see cref="Done"/> commands had been done before.</summary>
internal sealed class ModelException(int done, string message, Exception inner) : Exception(message, inner)
{
    public int Done => done;
}
