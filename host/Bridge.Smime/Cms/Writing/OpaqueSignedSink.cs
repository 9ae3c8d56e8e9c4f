using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Values;

namespace Bridge.Smime.Cms.Writing;

/// <summary>
/// Wraps what is written to it into signed-data with the content inside (RFC 5652 section 5.1), in BER of indefinite
/// length; the signature follows the content when <see cref="ByteSink.Complete"/> asks for it.
/// </summary>
internal sealed class OpaqueSignedSink : ChunkingSink
{
    private const int ChunkBytes = 64 * 1024;
    private readonly ByteSink _next;
    private readonly ContentDigest _digest;
    private readonly IReadOnlyList<Certificate> _certificates;
    private readonly Func<byte[], byte[]> _sign;

    /// <param name="next">Receives the ContentInfo.</param>
    /// <param name="digestAlgorithm">As in the SignerInfo.</param>
    /// <param name="digest">Takes the digest of the content; owned by the caller.</param>
    /// <param name="certificates">Certificates to include; may be empty.</param>
    /// <param name="sign">DER of the SignerInfo for the content's digest.</param>
    public OpaqueSignedSink(
        ByteSink next,
        AlgorithmId digestAlgorithm,
        ContentDigest digest,
        IReadOnlyList<Certificate> certificates,
        Func<byte[], byte[]> sign)
        : base(ChunkBytes)
    {
        (_next, _digest, _certificates, _sign) = (next, digest, certificates, sign);
        BerFraming.Open(next, BerFraming.Sequence);
        BerFraming.Oid(next, Oids.SignedData);
        BerFraming.Open(next, BerFraming.Context0);
        BerFraming.Open(next, BerFraming.Sequence);
        BerFraming.SmallInteger(next, SignedDataEncoding.Version);
        BerFraming.Header(next, BerFraming.Set, digestAlgorithm.Encoded.Length);
        next.Write(digestAlgorithm.Encoded.Span);
        BerFraming.Open(next, BerFraming.Sequence);
        BerFraming.Oid(next, Oids.Data);
        BerFraming.Open(next, BerFraming.Context0);
        BerFraming.Open(next, BerFraming.ConstructedOctetString);
    }

    protected override void Emit(ReadOnlySpan<byte> chunk)
    {
        _digest.Append(chunk);
        BerFraming.Header(_next, BerFraming.OctetString, chunk.Length);
        _next.Write(chunk);
    }

    protected override void Finish()
    {
        byte[] signerInfo = _sign(_digest.Finish());
        BerFraming.Close(_next, 3); // OCTET STRING, eContent [0], encapContentInfo
        _next.Write(SignedDataEncoding.CertificateSet(_certificates));
        BerFraming.Header(_next, BerFraming.Set, signerInfo.Length);
        _next.Write(signerInfo);
        BerFraming.Close(_next, 3); // SignedData, content [0], ContentInfo
    }
}
