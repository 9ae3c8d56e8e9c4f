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
        Certificate? named = EncryptionCertificate(signer, certificate, from, sent);
        bool ownIsForEncryption = named is null || named.Equals(certificate);
        if (Offer(certificate, from, ownIsForEncryption ? capabilities : null, signer, sent, stated: certificate.Equals(named)) is { } own)
        {
            yield return own;
        }

        if (!ownIsForEncryption && Offer(named!, from, capabilities, signer, sent, stated: true) is { } other)
        {
            yield return other;
        }
    }

    // A named certificate must have come along, be of the same address and hold a path of its own.
    private Certificate? EncryptionCertificate(CheckedSigner signer, Certificate certificate, string from, IReadOnlyList<Certificate> sent)
    {
        if (signer.Attributes is not { } attributes || SignerAttributes.EncryptionKeyPreference(attributes) is not { } preference)
        {
            return null;
        }

        if (preference.Names(certificate))
        {
            return certificate;
        }

        Certificate? preferred = sent.FirstOrDefault(preference.Names);
        return preferred is not null
            && AddressRules.Of(preferred, session.Policy).Any(a => MailAddresses.Same(a, from))
            && session.ValidateForEncryption(preferred, sent).Chain == ChainStatus.Valid
                ? preferred
                : null;
    }

    private LearnedReport? Offer(
        Certificate certificate, string from, SmimeCapabilities? capabilities, CheckedSigner signer, IReadOnlyList<Certificate> sent, bool stated)
    {
        DateTimeOffset now = session.Options.At;
        DateTimeOffset signedAt = signer.Facts.SigningTime is { } claimed && claimed < now ? claimed : now;
        IReadOnlyList<string> addresses = AddressRules.Of(certificate, session.Policy);
        HarvestOffer offer = new(certificate, addresses, Valid: true, signedAt, capabilities, stated);
        HarvestAction action = HarvestRules.Consider(offer, from, Known(certificate, from), session.Policy).Action;
        if (action == HarvestAction.Refuse)
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
            session.Outer?.First("Message-ID")?.Value,
            stated));
        // Having seen it again is kept, but it is no news.
        return action == HarvestAction.Keep ? null : new LearnedReport(MailAddresses.Normalise(from), certificate.Sha256, action == HarvestAction.Add);
    }

    // What its owner stated is known by address; a certificate that was met under another address is known all the same.
    private StoredCertificate? Known(Certificate certificate, string from) =>
        session.Ports.Directory.FindByAddress(MailAddresses.Normalise(from)).FirstOrDefault(c => c.Certificate.Equals(certificate))
            ?? session.Ports.Directory.FindByFingerprint(certificate.Sha256);
}
