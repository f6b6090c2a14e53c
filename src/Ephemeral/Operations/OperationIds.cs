namespace Ephemeral.Operations;

/// <summary>Ids for one coordinator, ascending in order of acceptance: taken in blocks, so that coordinators do not contend for a counter.</summary>
/// <remarks>A mutable struct, guarded by its owner's lock: never readonly.</remarks>
internal struct OperationIds
{
    private const int BlockSize = 256;

    private long _next;
    private long _end;

    public long Take()
    {
        if (_next == _end)
        {
            _next = EphemeralIdGenerator.NextBlock(BlockSize);
            _end = _next + BlockSize;
        }

        return _next++;
    }
}
