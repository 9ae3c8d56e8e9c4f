using Bridge.Keystore.Own;
using Bridge.Protocol;
using Bridge.Protocol.Keys;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;

namespace Bridge.Host.Native.Handlers;

/// <summary>
/// Whether a file's keys may come in. A stranger may mail a key that he knows himself, in the hope that mail gets encrypted to
/// it: a certificate for another address, or from nobody who is trusted, is not taken without the user's word.
/// </summary>
internal sealed class KeyAgreement(IPathValidator paths, Func<SmimePolicy> policy, TimeProvider clock)
{
    /// <exception cref="RefusalException"><c>key-foreign</c>, <c>key-untrusted</c>.</exception>
    public void Require(ImportKeys request, KeyImportOffer offer, CancellationToken cancellation)
    {
        if (request.OnlyFor is { } own)
        {
            HashSet<string> wanted = [.. own.Select(MailAddresses.Normalise)];
            RefuseAny(offer.Own.Where(c => !AddressesOf(c).Any(wanted.Contains)), ErrorCode.KeyForeign, "The certificate is for another address.");
        }

        if (request.TrustedOnly)
        {
            RefuseAny(
                offer.Own.Where(c => !LeadsToAnchor(c, offer.Others, cancellation)),
                ErrorCode.KeyUntrusted,
                "The certificate comes from no authority that is trusted for mail.");
        }
    }

    // The network may be asked for a missing intermediate. An expired certificate is of use for old mail, and not in doubt.
    private bool LeadsToAnchor(Certificate certificate, IReadOnlyList<Certificate> others, CancellationToken cancellation) =>
        paths.Validate(certificate, others, CertificateUsage.Any, clock.GetUtcNow(), policy(), cancellation).Chain
            is ChainStatus.Valid or ChainStatus.Expired or ChainStatus.NotYetValid or ChainStatus.Revoked or ChainStatus.RevocationUnknown;

    private static IEnumerable<string> AddressesOf(Certificate certificate) =>
        (certificate.Addresses.Count > 0 ? certificate.Addresses : certificate.SubjectAddresses).Select(MailAddresses.Normalise);

    private static void RefuseAny(IEnumerable<Certificate> refused, string code, string message)
    {
        if (refused.FirstOrDefault() is { } certificate)
        {
            throw new RefusalException(code, RefusalKind.Key, message, new Dictionary<string, string>
            {
                ["addresses"] = string.Join(", ", AddressesOf(certificate)),
                ["issuer"] = certificate.Issuer,
            });
        }
    }
}
