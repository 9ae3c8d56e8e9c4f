using Bridge.Smime.Policy;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;

namespace Bridge.Host.Native.Handlers;

/// <summary>Judges paths of listed certificates as of now, without network: a list must not wait for a server.</summary>
internal sealed class CertificateChains(IPathValidator paths, Func<SmimePolicy> policy, TimeProvider clock)
{
    public ChainStatus Judge(Certificate certificate, CertificateUsage usage = CertificateUsage.Any, CancellationToken cancellation = default) =>
        paths.Validate(certificate, [], usage, clock.GetUtcNow(), policy() with { NetworkEnabled = false }, cancellation).Chain;
}
