using System.Numerics;
using System.Security.Cryptography;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Policy;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;
using Bridge.TestKit;
using Org.BouncyCastle.Asn1;
using BouncyCms = Org.BouncyCastle.Asn1.Cms;

namespace Bridge.Smime.Tests.Reading;

/// <summary>A genuine signature or certificate of Alice's, put to a use that she never meant.</summary>
public class SignatureConfusionTests
{
    /// <summary>
    /// What is signed when there are signed attributes is their DER. Without attributes the same signature is one over
    /// content that consists of that DER.
    /// </summary>
    [Theory]
    [InlineData(KeyAlgorithm.EcP256)]
    [InlineData(KeyAlgorithm.Rsa)]
    [InlineData(KeyAlgorithm.Ed25519)]
    public void Attributes_that_were_signed_are_never_content_that_was_signed(KeyAlgorithm algorithm)
    {
        ForgedIdentity alice = CertificateForge.Issue(Opening.Authority, "alice@example.com", algorithm);
        byte[] genuine = CmsForge.Sign(Mail.Bytes(Mail.Text), new SignOptions { Embedded = Mail.Bytes(Mail.Text) }, alice);
        Assert.Equal(SignatureStatus.Valid, new Opening().OpenCms(genuine, sender: "alice@example.com").Report.Signature);

        (byte[] attributes, byte[] confused) = AttributesAsContent(genuine, embedded: true);
        Never(new Opening().OpenCms(confused, sender: "alice@example.com"));
        Never(new Opening().Open(Mail.Header() + Mail.Cms(confused, "signed-data")));
        byte[] detached = AttributesAsContent(genuine, embedded: false).Cms;
        Never(new Opening().OpenCms(detached, attributes, "alice@example.com"));
        Never(new Opening().Open(Mail.Bytes(Mail.Header() + Mail.ClearSignedWith(System.Text.Encoding.Latin1.GetString(attributes), detached))));
    }

    [Fact]
    public void Content_that_is_no_data_is_not_signed_without_attributes()
    {
        foreach (string type in new[] { Oids.SignedData, Oids.EnvelopedData, "1.2.840.113549.1.9.16.1.4" })
        {
            byte[] content = CmsForge.CertsOnly(Opening.Alice);
            Opened opened = new Opening().OpenCms(CmsForge.Sign(content, new SignOptions { Embedded = content, Attributes = false, ContentType = type }, Opening.Alice), sender: "alice@example.com");

            Never(opened);
            Assert.True(opened.Has(FindingCodes.SignatureAttributeMissing));
        }
    }

    [Fact]
    public void Text_that_only_begins_with_the_same_letter_is_signed_without_attributes()
    {
        foreach (string text in new[] { "10 apples\r\n", "1", "", "1x0" })
        {
            byte[] content = Mail.Bytes(text);
            Assert.Equal(SignatureStatus.Valid, new Opening().OpenCms(CmsForge.Sign(content, new SignOptions { Embedded = content, Attributes = false }, Opening.Alice), sender: "alice@example.com").Report.Signature);
        }
    }

    /// <summary>The content hangs on digestAlgorithm alone; a strong digest in the signature does not make up for it.</summary>
    [Fact]
    public void Sha1_over_the_content_is_sha1_whatever_the_signature_uses()
    {
        SignOptions options = new() { DigestOid = Oids.Sha1 };
        Opened strict = new Opening().Open(Mail.Header() + Mail.ClearSigned(Mail.Text, options));
        Opened tolerant = new Opening { Policy = new SmimePolicy { AcceptSha1 = true } }.Open(Mail.Header() + Mail.ClearSigned(Mail.Text, options));

        Assert.Equal(SignatureStatus.Invalid, strict.Report.Signature);
        Assert.True(strict.Has(FindingCodes.SignatureSha1));
        Assert.Equal(SignatureStatus.Valid, tolerant.Report.Signature);
    }

    /// <summary>With exponent 3 a cube root with garbage behind the digest passes a reader that does not look at all of the padding.</summary>
    [Fact]
    public void A_cube_root_is_no_signature()
    {
        using RSA key = KeyWithExponent3();
        RSAParameters known = key.ExportParameters(false);
        byte[] signed = [1, 2, 3];
        byte[] info = [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20, .. SHA256.HashData(signed)];
        foreach (int padding in new[] { 0, 1, 8 })
        {
            byte[] start = [0, 1, .. Enumerable.Repeat((byte)0xff, padding), 0, .. info];
            byte[] forged = CubeRootWithin(start, known.Modulus!.Length);
            Assert.Equal(SignatureCheckStatus.Bad, Verify(key, signed, forged));
        }

        Assert.Equal(SignatureCheckStatus.Good, Verify(key, signed, key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
    }

    private static SignatureCheckStatus Verify(RSA key, byte[] signed, byte[] signature) => SignatureVerifier.Verify(
        key.ExportSubjectPublicKeyInfo(), AlgorithmId.WithNull(Oids.RsaEncryption), new AlgorithmId(Oids.Sha256), signed, signature, new Limits()).Status;

    private static void Never(Opened opened)
    {
        Assert.NotEqual(SignatureStatus.Valid, opened.Report.Signature);
        Assert.DoesNotContain(opened.Report.Signers, s => s.Status == SignatureStatus.Valid);
    }

    private static (byte[] Attributes, byte[] Cms) AttributesAsContent(byte[] genuine, bool embedded)
    {
        BouncyCms.SignedData signed = BouncyCms.SignedData.GetInstance(BouncyCms.ContentInfo.GetInstance(Asn1Object.FromByteArray(genuine)).Content);
        BouncyCms.SignerInfo signer = BouncyCms.SignerInfo.GetInstance(signed.SignerInfos[0]);
        byte[] attributes = signer.SignedAttrs.GetEncoded(Asn1Encodable.Der);
        BouncyCms.SignerInfo bare = new(signer.SignerID, signer.DigestAlgorithm, (BouncyCms.Attributes?)null, signer.SignatureAlgorithm, signer.Signature, null);
        BouncyCms.ContentInfo content = new(new DerObjectIdentifier(Oids.Data), embedded ? new DerOctetString(attributes) : null);
        BouncyCms.SignedData confused = new(signed.DigestAlgorithms, content, signed.Certificates, null, new DerSet(bare));
        return (attributes, new BouncyCms.ContentInfo(new DerObjectIdentifier(Oids.SignedData), confused).GetEncoded());
    }

    private static RSA KeyWithExponent3()
    {
        Org.BouncyCastle.Crypto.Generators.RsaKeyPairGenerator generator = new();
        generator.Init(new Org.BouncyCastle.Crypto.Parameters.RsaKeyGenerationParameters(Org.BouncyCastle.Math.BigInteger.Three, new Org.BouncyCastle.Security.SecureRandom(), 2048, 100));
        RSA key = RSA.Create();
        key.ImportPkcs8PrivateKey(Org.BouncyCastle.Pkcs.PrivateKeyInfoFactory.CreatePrivateKeyInfo(generator.GenerateKeyPair().Private).GetEncoded(), out _);
        return key;
    }

    // The smallest number whose cube begins with these bytes, as a signature of that length.
    private static byte[] CubeRootWithin(byte[] start, int length)
    {
        BigInteger least = new([.. start, .. new byte[length - start.Length]], isUnsigned: true, isBigEndian: true);
        BigInteger low = BigInteger.One;
        BigInteger high = BigInteger.One << ((int)least.GetBitLength() / 3 + 2);
        while (high - low > 1)
        {
            BigInteger middle = (low + high) / 2;
            (low, high) = BigInteger.Pow(middle, 3) < least ? (middle, high) : (low, middle);
        }

        byte[] cube = BigInteger.Pow(high, 3).ToByteArray(isUnsigned: true, isBigEndian: true);
        Assert.Equal(start[1..], cube[..(start.Length - 1)]);
        byte[] root = high.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[length - root.Length], .. root];
    }
}
