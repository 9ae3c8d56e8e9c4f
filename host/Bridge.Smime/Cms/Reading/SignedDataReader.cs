using System.Formats.Asn1;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Values;

namespace Bridge.Smime.Cms.Reading;

/// <summary>What stands behind the content of a SignedData.</summary>
/// <param name="Certificates">Certificates that could be read, in order.</param>
/// <param name="Signers">One for each SignerInfo; null where it could not be read.</param>
/// <param name="UnreadableCertificates">How many certificates could not be read.</param>
/// <param name="RevocationLists">CRLs that came along, as they stand; nothing of them is checked yet.</param>
internal sealed record SignedDataTrailer(
    IReadOnlyList<Certificate> Certificates,
    IReadOnlyList<SignerInfo?> Signers,
    int UnreadableCertificates,
    IReadOnlyList<ReadOnlyMemory<byte>> RevocationLists);

/// <summary>Reads SignedData (RFC 5652 section 5.1) in its order: start, content, end.</summary>
internal sealed class SignedDataReader(BerReader ber, Limits limits)
{
    // A path has some ten authorities, each with a base and a delta list.
    private const int MostRevocationLists = 32;

    // Post-quantum certificates have some ten thousand bytes; one of megabytes only wants to be reported.
    private const int LargestCertificate = 256 << 10;

    private IReadOnlyList<AlgorithmId> _digests = [];

    /// <summary>Digest algorithms announced before the content.</summary>
    public IReadOnlyList<AlgorithmId> DigestAlgorithms => _digests;

    /// <summary>eContentType.</summary>
    public string ContentType { get; private set; } = "";

    /// <summary>False for a detached signature and for certs-only.</summary>
    public bool HasContent { get; private set; }

    public void ReadStart()
    {
        ber.EnterSequence();
        ber.SkipElement();
        _digests = ReadDigests(ber.ReadElement());
        ber.EnterSequence();
        ContentType = CmsObject.ReadOid(ber);
        HasContent = ber.NextIsContext(0);
        if (HasContent)
        {
            ber.Enter(2, 0);
        }
        else
        {
            ber.Leave();
        }
    }

    /// <summary>The encapsulated content; only when <see cref="HasContent"/>, to be read to its end before <see cref="ReadEnd"/>.</summary>
    public Stream OpenContent() => ber.OpenOctets();

    /// <exception cref="MalformedException"><c>limit-certificates</c>, <c>limit-signers</c>, or a malformed structure.</exception>
    public SignedDataTrailer ReadEnd()
    {
        if (HasContent)
        {
            ber.Leave();
            ber.Leave();
        }

        (List<Certificate> certificates, int unreadable) = ReadCertificates();
        List<ReadOnlyMemory<byte>> lists = ReadRevocationLists();
        List<SignerInfo?> signers = ReadSigners();
        ber.Leave();
        return new SignedDataTrailer(certificates, signers, unreadable, lists);
    }

    private List<AlgorithmId> ReadDigests(byte[] element)
    {
        try
        {
            AsnReader set = new AsnReader(element, AsnEncodingRules.BER, new AsnReaderOptions { SkipSetSortOrderVerification = true }).ReadSetOf();
            List<AlgorithmId> digests = [];
            while (set.HasData)
            {
                digests.Add(AlgorithmId.Read(set));
                if (digests.Count > limits.Signers)
                {
                    throw new MalformedException("limit-signers", "There are more digest algorithms than the limit on signers.");
                }
            }

            return digests;
        }
        catch (AsnContentException e)
        {
            throw new MalformedException("signed-data-malformed", "The digest algorithms are malformed.", e);
        }
    }

    private (List<Certificate> Certificates, int Unreadable) ReadCertificates()
    {
        List<Certificate> certificates = [];
        int unreadable = 0;
        if (!ber.NextIsContext(0))
        {
            return (certificates, 0);
        }

        ber.Enter(2, 0);
        while (!ber.AtEnd)
        {
            bool plain = ber.Peek().IsUniversal(BerHeader.Sequence);
            byte[] element = ber.ReadElement();
            if (certificates.Count + unreadable >= limits.Certificates)
            {
                throw new MalformedException("limit-certificates", "There are more certificates than the limit.");
            }

            if (!plain || element.Length > LargestCertificate || !TryAdd(certificates, element))
            {
                unreadable++;
            }
        }

        ber.Leave();
        return (certificates, unreadable);
    }

    // Other formats than CertificateList, and what is more than any path needs, are passed over.
    private List<ReadOnlyMemory<byte>> ReadRevocationLists()
    {
        List<ReadOnlyMemory<byte>> lists = [];
        if (!ber.NextIsContext(1))
        {
            return lists;
        }

        ber.Enter(2, 1);
        long left = limits.BerElementBytes;
        while (!ber.AtEnd)
        {
            BerHeader next = ber.Peek();
            bool kept = next.IsUniversal(BerHeader.Sequence) && next.Length <= left && lists.Count < MostRevocationLists;
            if (!kept)
            {
                ber.SkipElement();
                continue;
            }

            byte[] list = ber.ReadElement();
            left -= list.Length;
            lists.Add(list);
        }

        ber.Leave();
        return lists;
    }

    // One damaged certificate must not take the others away; the path decides whether it was needed.
    private static bool TryAdd(List<Certificate> certificates, byte[] element)
    {
        try
        {
            certificates.Add(Certificate.FromDer(element));
            return true;
        }
        catch (MalformedException)
        {
            return false;
        }
    }

    private List<SignerInfo?> ReadSigners()
    {
        List<SignerInfo?> signers = [];
        ber.Enter(0, BerHeader.Set);
        while (!ber.AtEnd)
        {
            if (signers.Count >= limits.Signers)
            {
                throw new MalformedException("limit-signers", "There are more signers than the limit.");
            }

            byte[] element = ber.ReadElement();
            try
            {
                signers.Add(SignerInfo.Parse(element));
            }
            catch (MalformedException)
            {
                signers.Add(null);
            }
        }

        ber.Leave();
        return signers;
    }
}
