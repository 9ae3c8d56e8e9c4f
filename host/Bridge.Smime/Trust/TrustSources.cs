using Bridge.Smime.Ports;
using Bridge.Smime.Trust.Fetching;
using Bridge.Smime.Trust.Revocation;
using Bridge.Smime.Trust.Signatures;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust;

/// <summary>What a validation may ask, and what it remembers between messages.</summary>
internal sealed record TrustSources(
    IAnchorStore Anchors,
    ICertificateDirectory? Directory,
    IRevocationStore? Revocation,
    ITrustDataFetcher? Fetcher,
    TimeProvider Clock,
    ObjectSignatures Signatures,
    RevocationListCache Lists,
    DeadAddresses Dead,
    Action<IReadOnlyList<Certificate>>? KeepFetched);
