using System.Security.Cryptography;
using Bridge.Keystore.Keys;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Cms.Writing;
using Bridge.Smime.Values;
using Bridge.TestKit;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.X509;

namespace Bridge.Smime.Tests.Cms.Writing;

/// <summary>What is written is read by BouncyCastle, which shares no code with the writer.</summary>
public sealed class SignedDataTests
{
    private static readonly ForgedIdentity s_authority = CertificateForge.Authority("Writing CA");
    private static readonly DateTimeOffset s_time = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());

    [Theory]
    [InlineData(KeyAlgorithm.Rsa)]
    [InlineData(KeyAlgorithm.EcP256)]
    [InlineData(KeyAlgorithm.EcP384)]
    [InlineData(KeyAlgorithm.EcP521)]
    [InlineData(KeyAlgorithm.Ed25519)]
    [InlineData(KeyAlgorithm.MlDsa65)]
    public void A_detached_signature_verifies(KeyAlgorithm algorithm)
    {
        ForgedIdentity identity = CertificateForge.Issue(s_authority, "alice@example.org", algorithm);
        byte[] content = RandomNumberGenerator.GetBytes(5000);
        byte[] cms = Detached(identity, content);

        CmsSignedData parsed = new(new CmsProcessableByteArray(content), cms);
        Assert.True(TheSigner(parsed).Verify(new X509Certificate(identity.Certificate.Der.ToArray())));

        content[7] ^= 1;
        CmsSignedData altered = new(new CmsProcessableByteArray(content), cms);
        Assert.ThrowsAny<CmsException>(() => TheSigner(altered).Verify(new X509Certificate(identity.Certificate.Der.ToArray())));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(64 * 1024)]
    [InlineData(300_001)]
    public void An_opaque_signature_carries_and_signs_the_content(int length)
    {
        ForgedIdentity identity = CertificateForge.Issue(s_authority, "alice@example.org", KeyAlgorithm.Rsa);
        byte[] content = RandomNumberGenerator.GetBytes(length);
        using MemorySink output = new();
        (SignatureScheme scheme, AlgorithmId signature, AlgorithmId digestId) = Scheme(identity);
        using ContentDigest digest = ContentDigest.Create(scheme.Digest);
        using SoftwareKey key = SoftwareKey.FromPkcs8(identity.Pkcs8, identity.Certificate);
        using (OpaqueSignedSink sink = new(output, digestId, digest, [identity.Certificate, identity.Issuer], d =>
            SignerInfoEncoding.Sign(new SignedAttributes(d, s_time, identity.Certificate, null, digestId, signature), scheme, key)))
        {
            sink.Write(content);
            sink.Complete();
        }

        CmsSignedData parsed = new(output.ToArray());
        using MemoryStream carried = new();
        parsed.SignedContent!.Write(carried);
        Assert.Equal(content, carried.ToArray());
        Assert.True(TheSigner(parsed).Verify(new X509Certificate(identity.Certificate.Der.ToArray())));
        Assert.Equal(2, parsed.GetCertificates().EnumerateMatches(null).Count());
    }

    [Fact]
    public void The_attributes_say_who_when_and_what_is_read()
    {
        ForgedIdentity signer = CertificateForge.Issue(s_authority, "alice@example.org", KeyAlgorithm.EcP256);
        ForgedIdentity encryption = CertificateForge.Issue(s_authority, "alice@example.org", KeyAlgorithm.Rsa);
        SignerInformation info = TheSigner(new CmsSignedData(new CmsProcessableByteArray([1]), Detached(signer, [1], encryption.Certificate)));

        Assert.Equal(s_time.UtcDateTime, Org.BouncyCastle.Asn1.Cms.Time.GetInstance(Value(info, Oids.SigningTime)).ToDateTime());
        Assert.Equal(
            [Oids.Aes256Gcm, Oids.Aes128Gcm, Oids.Aes256Cbc, Oids.Aes192Cbc, Oids.Aes128Cbc],
            Asn1Sequence.GetInstance(Value(info, Oids.SmimeCapabilities)).Select(c => ((DerObjectIdentifier)((Asn1Sequence)c)[0]).Id));

        Org.BouncyCastle.Asn1.Ess.EssCertIDv2 id =
            Org.BouncyCastle.Asn1.Ess.SigningCertificateV2.GetInstance(Value(info, Oids.SigningCertificateV2)).GetCerts().Single();
        Assert.Equal(SHA256.HashData(signer.Certificate.Der.Span), id.GetCertHash());
        Assert.Equal(signer.Certificate.SerialNumber.ToArray(), id.IssuerSerial.Serial.Value.ToByteArray());

        Asn1TaggedObject preference = Asn1TaggedObject.GetInstance(Value(info, Oids.EncryptionKeyPreference));
        Assert.Equal(0, preference.TagNo);
        IssuerAndSerialNumber preferred = IssuerAndSerialNumber.GetInstance(preference, false);
        Assert.Equal(encryption.Certificate.SerialNumber.ToArray(), preferred.SerialNumber.Value.ToByteArray());

        Asn1Sequence protection = Asn1Sequence.GetInstance(Value(info, Oids.CmsAlgorithmProtection));
        Assert.Equal(info.DigestAlgorithmID, Org.BouncyCastle.Asn1.X509.AlgorithmIdentifier.GetInstance(protection[0]));
        Assert.Equal(info.SignatureAlgorithm, Org.BouncyCastle.Asn1.X509.AlgorithmIdentifier.GetInstance((Asn1TaggedObject)protection[1], false));
    }

    private static Asn1Encodable Value(SignerInformation info, string oid) => info.SignedAttributes![new DerObjectIdentifier(oid)].AttrValues[0];

    private static byte[] Detached(ForgedIdentity identity, byte[] content, Certificate? encryption = null)
    {
        (SignatureScheme scheme, AlgorithmId signature, AlgorithmId digestId) = Scheme(identity);
        using SoftwareKey key = SoftwareKey.FromPkcs8(identity.Pkcs8, identity.Certificate);
        SignedAttributes attributes = new(
            ContentDigest.Compute(scheme.Digest, content), s_time, identity.Certificate, encryption, digestId, signature);
        return SignedDataEncoding.Detached(digestId, [identity.Certificate], SignerInfoEncoding.Sign(attributes, scheme, key));
    }

    private static (SignatureScheme Scheme, AlgorithmId Signature, AlgorithmId Digest) Scheme(ForgedIdentity identity)
    {
        SignatureScheme scheme = SignatureSchemes.DefaultFor(identity.Algorithm, identity.Certificate.KeyBits);
        (AlgorithmId signature, AlgorithmId digest) = SignatureSchemes.Identifiers(scheme, identity.Algorithm);
        return (scheme, signature, digest);
    }

    private static SignerInformation TheSigner(CmsSignedData data) => data.GetSignerInfos().GetSigners().Single();
}
