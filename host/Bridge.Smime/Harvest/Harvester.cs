using Bridge.Smime.Cms.Attributes;
using Bridge.Smime.Ports;
using Bridge.Smime.Reading;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Harvest;

/// <summary>Learns from the valid signers of a message: their certificates, and what their clients can read.</summary>
internal sealed class Harvester(OpeningSession session)
{
    public IEnumerable<LearnedReport> Learn(OpenedLayer layer, IReadOnlyList<SignerReport> reports)
    {
        if (!session.Options.Harvest || session.Outer is null)
        {
            yield break;
        }

        foreach ((CheckedSigner signer, SignerReport report) in layer.Signers.Zip(reports))
        {
            if (report is not { Status: SignatureStatus.Valid, AddressMatch: AddressMatch.Match, Address: { } from }
                || signer.Facts.Certificate is not { } certificate)
            {
                continue;
            }

            foreach (LearnedReport learned in Learn(signer, certificate, from, layer.Certificates))
            {
                yield return learned;
            }
        }
    }

    private IEnumerable<LearnedReport> Learn(CheckedSigner signer, Certificate certificate, string from, IReadOnlyList<Certificate> sent)
    {
        SmimeCapabilities? capabilities = signer.Attributes is { } attributes ? SignerAttributes.Capabilities(attributes) : null;
        Certificate? encryption = EncryptionCertificate(signer, certificate, from, sent);
        if (Offer(certificate, from, encryption is null ? capabilities : null, signer, sent) is { } own)
        {
            yield return own;
        }

        if (encryption is not null && Offer(encryption, from, capabilities, signer, sent) is { } other)
        {
            yield return other;
        }
    }

    // The preferred certificate must have come along, be of the same address and hold a path of its own.
    private Certificate? EncryptionCertificate(CheckedSigner signer, Certificate certificate, string from, IReadOnlyList<Certificate> sent)
    {
        if (signer.Attributes is not { } attributes || SignerAttributes.EncryptionKeyPreference(attributes) is not { } preference)
        {
            return null;
        }

        Certificate? preferred = sent.FirstOrDefault(preference.Names);
        return preferred is not null
            && !preferred.Equals(certificate)
            && AddressRules.Of(preferred, session.Policy).Any(a => MailAddresses.Same(a, from))
            && session.Ports.Paths.Validate(preferred, sent, CertificateUsage.Encrypt, session.Options.At, session.Policy, session.Cancellation).Chain == ChainStatus.Valid
                ? preferred
                : null;
    }

    private LearnedReport? Offer(Certificate certificate, string from, SmimeCapabilities? capabilities, CheckedSigner signer, IReadOnlyList<Certificate> sent)
    {
        DateTimeOffset now = session.Options.At;
        DateTimeOffset signedAt = signer.Facts.SigningTime is { } claimed && claimed < now ? claimed : now;
        IReadOnlyList<string> addresses = AddressRules.Of(certificate, session.Policy);
        StoredCertificate? existing = session.Ports.Directory.FindByFingerprint(certificate.Sha256);
        HarvestOffer offer = new(certificate, addresses, Valid: true, signedAt, capabilities);
        HarvestAction action = HarvestRules.Consider(offer, from, existing, session.Policy).Action;
        if (action is not (HarvestAction.Add or HarvestAction.Refresh))
        {
            return null;
        }

        session.Ports.Directory.Learn(new HarvestedCertificate(
            certificate,
            addresses,
            [.. sent.Where(c => c.Extensions.IsAuthority == true && !c.Equals(certificate))],
            capabilities,
            signedAt,
            now,
            session.Outer?.First("Message-ID")?.Value));
        return new LearnedReport(MailAddresses.Normalise(from), certificate.Sha256, action == HarvestAction.Add);
    }
}
