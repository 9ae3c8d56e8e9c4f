using System.Security.Cryptography;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Attributes;
using Bridge.Smime.Cms.Reading;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Reading.Mime;
using Bridge.Smime.Trust;
using Bridge.Smime.Trust.Signatures;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Reading;

/// <summary>Checks the SignerInfos of one SignedData against the digests of its content (RFC 5652 section 5.4 to 5.6).</summary>
/// <param name="session">Ports and policy.</param>
/// <param name="contentType">eContentType.</param>
/// <param name="hasher">Digests of the content; null when there is no content to compare with.</param>
internal sealed class SignerChecker(OpeningSession session, string contentType, ContentHasher? hasher)
{
    private SignedDataTrailer _trailer = new([], [], 0, []);

    // Several certificates under one issuer and serial number: enough to find the right one, few enough to stay cheap.
    private const int MostCandidates = 8;

    public void Check(SignedDataTrailer trailer, OpenedLayer layer, IReadOnlyList<Finding> about)
    {
        _trailer = trailer;
        layer.Certificates = trailer.Certificates;
        List<Finding> shared = [.. about];
        if (trailer.UnreadableCertificates > 0)
        {
            shared.Add(Finding.Warning(FindingCodes.CertificateUnreadable, ("count", $"{trailer.UnreadableCertificates}")));
        }

        foreach (SignerInfo? signer in trailer.Signers)
        {
            layer.Signers.Add(signer is null ? Unreadable(shared) : Check(signer, shared));
        }
    }

    private static CheckedSigner Unreadable(List<Finding> shared) => new(
        new SignerFacts(DigestStatus.Unreadable, null, null, null, null, null, null, null, [Finding.Error(FindingCodes.SignatureMalformed), .. shared]),
        null,
        "");

    private CheckedSigner Check(SignerInfo signer, List<Finding> shared)
    {
        List<Finding> findings = [];
        DigestStatus content = CheckContent(signer, findings, out byte[]? contentDigest);
        Certificate? certificate = null;
        SignatureCheck? check = null;
        foreach (Certificate candidate in Candidates(signer, _trailer.Certificates))
        {
            List<Finding> found = [];
            SignatureCheck outcome = CheckValue(signer, candidate, contentDigest, found);
            if (check is null || outcome.Status == SignatureCheckStatus.Good)
            {
                (certificate, check) = (candidate, outcome);
                findings.RemoveAll(f => f.Code == FindingCodes.SignatureAttributesNotDer);
                findings.AddRange(found);
            }

            if (outcome.Status == SignatureCheckStatus.Good)
            {
                break;
            }
        }

        DigestStatus digest = Combine(content, check, findings);
        if (certificate is not null)
        {
            CheckBinding(signer, certificate, findings);
        }

        return new CheckedSigner(Facts(signer, certificate, check, digest, [.. findings, .. shared]), signer.SignedAttributes, signer.SignatureSha256);
    }

    private SignerFacts Facts(
        SignerInfo signer,
        Certificate? certificate,
        SignatureCheck? check,
        DigestStatus digest,
        IReadOnlyList<Finding> findings)
    {
        DateTimeOffset at = session.Options.At;
        PathResult? path = certificate is null ? null : session.Validate(certificate, _trailer, at);
        DateTimeOffset? first = certificate is not null && path!.Chain == ChainStatus.Expired && digest == DigestStatus.Intact
            ? session.Ports.Log?.FirstValid(signer.SignatureSha256, certificate.Sha256)
            : null;
        return new SignerFacts(
            digest,
            certificate,
            path,
            check?.AlgorithmName ?? signer.SignatureAlgorithm.Oid,
            Weaker(check?.Digest, Digests.ByOid(signer.DigestAlgorithm.Oid)),
            signer.SignedAttributes is { } attributes ? SignerAttributes.SigningTime(attributes) : null,
            first,
            first is { } then && then <= at ? session.Validate(certificate!, _trailer, then) : null,
            findings);
    }

    // The content hangs on digestAlgorithm, the attributes on the digest of the signature: the seal is as strong as both.
    private static HashAlgorithmName? Weaker(HashAlgorithmName? signature, HashAlgorithmName? content) =>
        content == HashAlgorithmName.SHA1 ? content : signature ?? content;

    // The message's own certificates first: the signature says which it means, and a stored one may be a renewal.
    private IEnumerable<Certificate> Candidates(SignerInfo signer, IReadOnlyList<Certificate> certificates) =>
        certificates.Where(signer.Signer.Names)
            .Concat(session.Ports.Directory.Find(signer.Signer))
            .Concat(session.Ports.Keys.Find(signer.Signer).Select(k => k.Certificate))
            .Distinct()
            .Take(MostCandidates);

    private DigestStatus CheckContent(SignerInfo signer, List<Finding> findings, out byte[]? contentDigest)
    {
        contentDigest = null;
        if (!(signer.SignedAttributes is { } attributes ? CheckAttributes(attributes, findings) : MayLackAttributes(findings)))
        {
            return DigestStatus.Altered;
        }

        if (hasher is null)
        {
            findings.Add(Finding.Error(FindingCodes.SignatureContentMissing));
            return DigestStatus.Unreadable;
        }

        if (Digests.ByOid(signer.DigestAlgorithm.Oid) is not { } name || hasher.Finish(name) is not { Count: > 0 } digests)
        {
            findings.Add(Finding.Warning(FindingCodes.SignatureDigestUnsupported, ("algorithm", signer.DigestAlgorithm.Oid)));
            return DigestStatus.Unreadable;
        }

        contentDigest = digests[^1];
        if (signer.SignedAttributes is null)
        {
            findings.Add(Finding.Info(FindingCodes.SignatureWithoutAttributes));
            return DigestStatus.Intact;
        }

        byte[]? signed = SignerAttributes.MessageDigest(signer.SignedAttributes);
        int form = digests.Index().FirstOrDefault(d => d.Item.AsSpan().SequenceEqual(signed), (-1, [])).Index;
        hasher.FoundSigned(form);
        return form >= 0 ? DigestStatus.Intact : Altered(findings);
    }

    // Without attributes other content than data is not to be signed (RFC 5652 section 5.3). And a signature over attributes
    // is also one over content that consists of these attributes: the signer never meant it so.
    private bool MayLackAttributes(List<Finding> findings)
    {
        bool allowed = contentType == Oids.Data && hasher?.BeginsLikeAttributes != true;
        if (!allowed)
        {
            findings.Add(Finding.Error(FindingCodes.SignatureAttributeMissing));
        }

        return allowed;
    }

    // RFC 5652 section 5.3 and 11: both attributes must be there, every attribute once.
    private bool CheckAttributes(CmsAttributes attributes, List<Finding> findings)
    {
        int before = findings.Count;
        foreach (string oid in attributes.Duplicates)
        {
            findings.Add(Finding.Error(FindingCodes.SignatureAttributeDuplicated, ("attribute", oid)));
        }

        string? signedType = SignerAttributes.ContentType(attributes);
        if (signedType is null || SignerAttributes.MessageDigest(attributes) is null)
        {
            findings.Add(Finding.Error(FindingCodes.SignatureAttributeMissing));
        }
        else if (signedType != contentType)
        {
            findings.Add(Finding.Error(FindingCodes.SignatureContentTypeDiffers, ("signed", signedType), ("content", contentType)));
        }

        return findings.Count == before;
    }

    private SignatureCheck CheckValue(SignerInfo signer, Certificate certificate, byte[]? contentDigest, List<Finding> findings)
    {
        ReadOnlyMemory<byte> key = KeyOf(certificate);
        session.SpendSignature(signer.SignatureAlgorithm, key, signer.SignedAttributes?.Der.Length ?? 0);
        if (signer.SignedAttributes is not { } attributes)
        {
            return CheckContentValue(signer, key, contentDigest);
        }

        SignatureCheck check = SignatureVerifier.Verify(key, signer.SignatureAlgorithm, signer.DigestAlgorithm, attributes.Der, signer.Signature, session.Limits);
        if (check.Status == SignatureCheckStatus.Bad && !attributes.Der.Span.SequenceEqual(attributes.AsReceived.Span))
        {
            SignatureCheck received = SignatureVerifier.Verify(key, signer.SignatureAlgorithm, signer.DigestAlgorithm, attributes.AsReceived, signer.Signature, session.Limits);
            if (received.Status == SignatureCheckStatus.Good)
            {
                findings.Add(Finding.Info(FindingCodes.SignatureAttributesNotDer));
                return received;
            }
        }

        return check;
    }

    // A DSA key may leave its parameters to the authorities above it (RFC 3279 section 2.3.2).
    private ReadOnlyMemory<byte> KeyOf(Certificate certificate) =>
        InheritedParameters.IsMissing(certificate)
            ? session.Validate(certificate, _trailer, session.Options.At).Path.Reverse()
                .Aggregate(ReadOnlyMemory<byte>.Empty, (above, step) => InheritedParameters.Complete(step.Certificate, above))
            : certificate.SubjectPublicKeyInfo;

    // Without attributes the signature is over the content, as received or with CRLF line ends.
    private SignatureCheck CheckContentValue(SignerInfo signer, ReadOnlyMemory<byte> key, byte[]? contentDigest)
    {
        if (hasher is null || contentDigest is null || Digests.ByOid(signer.DigestAlgorithm.Oid) is not { } name)
        {
            return new SignatureCheck(SignatureCheckStatus.Unsupported, signer.SignatureAlgorithm.Oid, null, 0);
        }

        SignatureCheck? last = null;
        foreach ((int form, (byte[] digest, ReadOnlyMemory<byte>? content)) in hasher.Variants(name).Index())
        {
            last = SignatureVerifier.VerifyDigest(key, signer.SignatureAlgorithm, signer.DigestAlgorithm, digest, content, signer.Signature, session.Limits);
            if (last.Status == SignatureCheckStatus.Good)
            {
                hasher.FoundSigned(form);
                break;
            }
        }

        return last!;
    }

    private static DigestStatus Combine(DigestStatus content, SignatureCheck? check, List<Finding> findings)
    {
        if (check is null)
        {
            findings.Add(Finding.Warning(FindingCodes.SignerCertificateMissing));
            return content == DigestStatus.Altered ? content : DigestStatus.Unreadable;
        }

        switch (check.Status)
        {
            case SignatureCheckStatus.Good:
                return content;
            case SignatureCheckStatus.Unsupported:
                findings.Add(Finding.Warning(FindingCodes.SignatureUnsupported, ("algorithm", check.AlgorithmName)));
                return content == DigestStatus.Altered ? content : DigestStatus.Unreadable;
            case SignatureCheckStatus.KeyMismatch:
                findings.Add(Finding.Error(FindingCodes.SignatureKeyMismatch, ("algorithm", check.AlgorithmName)));
                return DigestStatus.Altered;
            case SignatureCheckStatus.Malformed:
                findings.Add(Finding.Error(FindingCodes.SignatureMalformed));
                return DigestStatus.Altered;
            default:
                return content == DigestStatus.Unreadable ? content : Altered(findings);
        }
    }

    // RFC 6211 and RFC 5035: attributes that guard against exchanging the algorithm or the certificate.
    private static void CheckBinding(SignerInfo signer, Certificate certificate, List<Finding> findings)
    {
        if (signer.SignedAttributes is not { } attributes)
        {
            return;
        }

        if (attributes.Has(Oids.CmsAlgorithmProtection)
            && (SignerAttributes.AlgorithmProtection(attributes) is not { } named || !Same(named, signer)))
        {
            findings.Add(Finding.Error(FindingCodes.SignatureAlgorithmsDiffer));
        }

        if (SigningCertificateReference.Matches(attributes, certificate) == false)
        {
            findings.Add(Finding.Error(FindingCodes.SignatureCertificateDiffers));
        }
    }

    private static bool Same((AlgorithmId Digest, AlgorithmId? Signature) named, SignerInfo signer) =>
        Same(named.Digest, signer.DigestAlgorithm) && named.Signature is { } signature && Same(signature, signer.SignatureAlgorithm);

    private static bool Same(AlgorithmId one, AlgorithmId other) =>
        one.Oid == other.Oid && ((one.HasNoParameters && other.HasNoParameters) || one.Equals(other));

    private static DigestStatus Altered(List<Finding> findings)
    {
        if (findings.All(f => f.Code != FindingCodes.SignatureAltered))
        {
            findings.Add(Finding.Error(FindingCodes.SignatureAltered));
        }

        return DigestStatus.Altered;
    }
}
