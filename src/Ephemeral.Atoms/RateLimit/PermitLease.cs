using System.Threading.RateLimiting;

namespace Ephemeral.Atoms.RateLimit;

/// <summary>A permit as a lease. Permits are used up, not given back: disposing one does nothing.</summary>
internal sealed class PermitLease : RateLimitLease
{
    private static readonly string[] _refusal = [MetadataName.RetryAfter.Name, MetadataName.ReasonPhrase.Name];

    private readonly TimeSpan _retryAfter;

    private PermitLease(bool isAcquired, TimeSpan retryAfter)
    {
        IsAcquired = isAcquired;
        _retryAfter = retryAfter;
    }

    public static PermitLease Granted { get; } = new(isAcquired: true, default);

    public override bool IsAcquired { get; }

    public override IEnumerable<string> MetadataNames => IsAcquired ? [] : _refusal;

    public static PermitLease Of(in Permit permit) => permit.IsGranted ? Granted : new(isAcquired: false, permit.RetryAfter);

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = IsAcquired ? null
            : metadataName == MetadataName.RetryAfter.Name ? _retryAfter
            : metadataName == MetadataName.ReasonPhrase.Name ? "Too many callers wait for a permit already."
            : null;
        return metadata is not null;
    }
}
