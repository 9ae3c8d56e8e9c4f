using Bridge.Keystore;
using Bridge.Keystore.Own;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;

namespace Bridge.Host;

/// <summary>
/// Completes the chain of an own certificate when it comes in, so that sent mail carries all of it: recipients check a signature with
/// what is in the message. The network is asked where the policy allows it.
/// </summary>
internal sealed class OwnChains(IPathValidator paths, CertificateStore store, Func<SmimePolicy> policy, TimeProvider clock)
{
    /// <returns>Ids of the keys whose certificate lacks an issuer, here and on the network.</returns>
    public IReadOnlyList<string> Complete(KeyImport import, CancellationToken cancellation) =>
        [.. import.Keys.Where(k => !Complete(k.Key.Certificate, cancellation)).Select(k => k.Key.Id)];

    /// <returns>False when an issuer is missing, here and on the network.</returns>
    public bool Complete(Certificate certificate, CancellationToken cancellation)
    {
        PathResult result = paths.Validate(certificate, [], CertificateUsage.Any, clock.GetUtcNow(), policy(), cancellation);
        // Also of an authority that nobody trusts here: storing its certificates is no trust decision.
        store.Add([.. result.Path.Where(step => step.Source == "aia").Select(step => step.Certificate)], CertificateOrigin.Fetched);
        Certificate top = result.Path[^1].Certificate;
        return result.Chain != ChainStatus.Untrusted || top.IssuerName.Equals(top.SubjectName);
    }
}
