using System.Security.Cryptography;
using System.Text;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Cms.Writing;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Smime.Sending;

/// <summary>Writes a signed MIME entity around content that streams past.</summary>
internal sealed class MessageSigner
{
    private readonly ISigningKey _key;
    private readonly Certificate _signer;
    private readonly Certificate? _encryption;
    private readonly IReadOnlyList<Certificate> _certificates;
    private readonly DateTimeOffset _time;
    private readonly SignatureScheme _scheme;
    private readonly AlgorithmId _signatureAlgorithm;
    private readonly AlgorithmId _digestAlgorithm;

    /// <param name="key">Open signing key.</param>
    /// <param name="own">Its id and certificate.</param>
    /// <param name="encryption">Own encryption certificate; null when there is none.</param>
    /// <param name="certificates">Certificates to include.</param>
    /// <param name="time">Signing time to state.</param>
    /// <exception cref="RefusalException"><c>key-unusable</c>: a kind of key that does not sign here.</exception>
    public MessageSigner(
        ISigningKey key, OwnKey own, Certificate? encryption, IReadOnlyList<Certificate> certificates, DateTimeOffset time)
    {
        (_key, _signer, _certificates, _time) = (key, own.Certificate, certificates, time);
        _encryption = encryption is not null && !encryption.Equals(own.Certificate) ? encryption : null;
        try
        {
            _scheme = SignatureSchemes.DefaultFor(own.Certificate.KeyAlgorithm, own.Certificate.KeyBits);
            (_signatureAlgorithm, _digestAlgorithm) = SignatureSchemes.Identifiers(_scheme, own.Certificate.KeyAlgorithm);
        }
        catch (UnsupportedAlgorithmException e)
        {
            throw new RefusalException(
                "key-unusable", RefusalKind.Key, e.Message, new Dictionary<string, string> { ["key"] = own.Id }, e);
        }
    }

    /// <summary>multipart/signed (RFC 8551 section 3.5.3). The line end before the signature's boundary is not signed.</summary>
    public void WriteClear(ByteSink next, Action<ByteSink> writeEntity)
    {
        string boundary = "=_smime_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        WriteText(next, ProtectedHeaders.ClearSigned(Digests.Micalg(_scheme.Digest), boundary));
        WriteText(next, $"--{boundary}\r\n");
        using ContentDigest digest = ContentDigest.Create(_scheme.Digest);
        using (DigestingSink signed = new(digest, next))
        {
            writeEntity(signed);
            signed.Complete();
        }

        WriteText(next, $"\r\n--{boundary}\r\n" + ProtectedHeaders.Signature);
        WriteBase64(next, SignedDataEncoding.Detached(_digestAlgorithm, _certificates, Sign(digest.Finish())));
        WriteText(next, $"--{boundary}--\r\n");
    }

    /// <summary>A signature whose content stays where it is.</summary>
    public byte[] SignDetached(ReadOnlySpan<byte> content) =>
        SignedDataEncoding.Detached(_digestAlgorithm, _certificates, Sign(ContentDigest.Compute(_scheme.Digest, content)));

    /// <summary>application/pkcs7-mime with the entity inside the signature (RFC 8551 section 3.5.2).</summary>
    public void WriteOpaque(ByteSink next, Action<ByteSink> writeEntity)
    {
        WriteText(next, ProtectedHeaders.OpaqueSigned);
        using ContentDigest digest = ContentDigest.Create(_scheme.Digest);
        using Base64LineSink base64 = new(next);
        using OpaqueSignedSink signed = new(base64, _digestAlgorithm, digest, _certificates, Sign);
        writeEntity(signed);
        signed.Complete();
        base64.Complete();
    }

    private byte[] Sign(byte[] messageDigest) => SignerInfoEncoding.Sign(
        new SignedAttributes(messageDigest, _time, _signer, _encryption, _digestAlgorithm, _signatureAlgorithm), _scheme, _key);

    private static void WriteBase64(ByteSink next, byte[] cms)
    {
        using Base64LineSink base64 = new(next);
        base64.Write(cms);
        base64.Complete();
    }

    private static void WriteText(ByteSink next, string text) => next.Write(Encoding.ASCII.GetBytes(text));
}
