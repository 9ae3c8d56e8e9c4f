using System.Diagnostics;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Smime.Tests.Cms.Algorithms;

/// <summary>Keys, signatures and parameters made to crash, to stall or to fool.</summary>
public sealed class HostileKeys
{
    private static readonly AlgorithmId s_sha256 = new(Oids.Sha256);
    private static readonly AlgorithmId s_rsa = AlgorithmId.WithNull(Oids.RsaEncryption);

    [Fact]
    public void Huge_moduli_and_exponents_cost_no_time()
    {
        Stopwatch clock = Stopwatch.StartNew();
        byte[] huge = Odd(16384 / 8 + 1);
        Assert.Equal(SignatureCheckStatus.Unsupported, Rsa(huge, [1, 0, 1], huge.Length));
        byte[] large = Odd(2048);
        Assert.Equal(SignatureCheckStatus.Unsupported, Rsa(large, Odd(2048), large.Length));
        Assert.Equal(SignatureCheckStatus.Bad, Rsa(large, [1, 0, 1], large.Length));
        Assert.True(clock.ElapsedMilliseconds < 3000);
    }

    [Fact]
    public void Impossible_rsa_keys_are_refused()
    {
        byte[] modulus = Odd(256);
        Assert.Equal(SignatureCheckStatus.Unsupported, Rsa(modulus, [1], 256));
        Assert.Equal(SignatureCheckStatus.Unsupported, Rsa(modulus, [1, 0, 0], 256));
        Assert.Equal(SignatureCheckStatus.Unsupported, Rsa(modulus, [0], 256));
        Assert.Equal(SignatureCheckStatus.Unsupported, Rsa(Odd(60), [1, 0, 1], 60));
        Assert.Equal(SignatureCheckStatus.Unsupported, Rsa([0], [1, 0, 1], 1));
        modulus[^1] &= 0xfe;
        Assert.Equal(SignatureCheckStatus.Malformed, Rsa(modulus, [1, 0, 1], 256));
    }

    /// <summary>With the exponent 1 or a modulus chosen for it, anybody could write a value that "verifies".</summary>
    [Fact]
    public void A_signature_value_longer_or_not_below_the_modulus_is_bad()
    {
        using RSA key = RSA.Create(2048);
        byte[] data = [1, 2, 3];
        byte[] signature = key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        ReadOnlyMemory<byte> spki = key.ExportSubjectPublicKeyInfo();
        AlgorithmId pss = new(Oids.RsaSsaPss, Pss(Oids.Sha256, Oids.Sha256, 32));
        Assert.Equal(SignatureCheckStatus.Good, Verify(spki, pss, data, signature));
        Assert.Equal(SignatureCheckStatus.Bad, Verify(spki, pss, data, [0, .. signature]));
        Assert.Equal(SignatureCheckStatus.Bad, Verify(spki, pss, data, Enumerable.Repeat((byte)0xff, 256).ToArray()));
        AlgorithmId otherSalt = new(Oids.RsaSsaPss, Pss(Oids.Sha256, Oids.Sha256, 31));
        Assert.Equal(SignatureCheckStatus.Bad, Verify(spki, otherSalt, data, signature));
        Assert.Equal(SignatureCheckStatus.Bad, Verify(spki, otherSalt, data, Enumerable.Repeat((byte)0xff, 256).ToArray()));
        Assert.Equal(SignatureCheckStatus.Bad, Verify(spki, otherSalt, data, new byte[256]));
        AlgorithmId hugeSalt = new(Oids.RsaSsaPss, Pss(Oids.Sha256, Oids.Sha256, 100000));
        Assert.Equal(SignatureCheckStatus.Bad, Verify(spki, hugeSalt, data, signature));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0500")]
    [InlineData("3005A203020114" + "00")]
    [InlineData("3005A303020102")]
    [InlineData("3005A2030201FF")]
    [InlineData("3007A205300302" + "0114")]
    public void Malformed_pss_parameters_are_told_as_such(string hex)
    {
        using RSA key = RSA.Create(1024);
        AlgorithmId id = new(Oids.RsaSsaPss, Convert.FromHexString(hex));
        Assert.Equal(SignatureCheckStatus.Malformed, Verify(key.ExportSubjectPublicKeyInfo(), id, [1], new byte[128]));
    }

    [Fact]
    public void A_pss_key_binds_the_parameters_of_its_signatures()
    {
        using RSA key = RSA.Create(2048);
        byte[] data = [9];
        byte[] signature = key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        AlgorithmId used = new(Oids.RsaSsaPss, Pss(Oids.Sha256, Oids.Sha256, 32));
        SignatureCheckStatus With(byte[] bound) => Verify(Spki(new AlgorithmId(Oids.RsaSsaPss, bound), key.ExportRSAPublicKey()), used, data, signature);
        Assert.Equal(SignatureCheckStatus.Good, With([]));
        Assert.Equal(SignatureCheckStatus.Good, With(Pss(Oids.Sha256, Oids.Sha256, 32)));
        Assert.Equal(SignatureCheckStatus.Good, With(Pss(Oids.Sha256, Oids.Sha256, 20)));
        Assert.Equal(SignatureCheckStatus.KeyMismatch, With(Pss(Oids.Sha256, Oids.Sha256, 33)));
        Assert.Equal(SignatureCheckStatus.KeyMismatch, With(Pss(Oids.Sha512, Oids.Sha512, 32)));
        byte[] pkcs1 = key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.Equal(SignatureCheckStatus.KeyMismatch, Verify(Spki(new AlgorithmId(Oids.RsaSsaPss), key.ExportRSAPublicKey()), s_rsa, data, pkcs1));
    }

    [Fact]
    public void Curves_spelled_out_by_parameters_are_refused()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECParameters spelled = key.ExportExplicitParameters(false);
        using ECDsa copy = ECDsa.Create(spelled);
        byte[] signature = key.SignData([1], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        AlgorithmId id = new(Oids.EcdsaWithSha256);
        Assert.Equal(SignatureCheckStatus.Unsupported, Verify(copy.ExportSubjectPublicKeyInfo(), id, [1], signature));
        Assert.Equal(SignatureCheckStatus.Good, Verify(key.ExportSubjectPublicKeyInfo(), id, [1], signature));
    }

    [Fact]
    public void Points_off_the_curve_are_malformed_and_compressed_ones_are_read()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        ECPoint q = key.ExportParameters(false).Q;
        byte[] signature = key.SignData([1], HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence);
        AlgorithmId algorithm = new(Oids.EcPublicKey, Oid(Oids.P384));
        SignatureCheckStatus With(byte[] point) =>
            SignatureVerifier.VerifyObject(Spki(algorithm, point), new AlgorithmId(Oids.EcdsaWithSha384), (byte[])[1], signature, new Limits()).Status;
        Assert.Equal(SignatureCheckStatus.Good, With([4, .. q.X!, .. q.Y!]));
        Assert.Equal(SignatureCheckStatus.Good, With([(byte)(2 + (q.Y![^1] & 1)), .. q.X!]));
        Assert.Equal(SignatureCheckStatus.Malformed, With([4, .. q.X!, .. q.X!]));
        Assert.Equal(SignatureCheckStatus.Malformed, With([4, .. new byte[96]]));
        Assert.Equal(SignatureCheckStatus.Malformed, With([4, .. q.X!]));
        Assert.Equal(SignatureCheckStatus.Malformed, With([0]));
        Assert.Equal(SignatureCheckStatus.Malformed, With([]));
        Assert.Equal(SignatureCheckStatus.Malformed, With([2, .. Enumerable.Repeat((byte)0xff, 48)]));
    }

    [Fact]
    public void Ecdsa_values_of_zero_or_in_the_wrong_form_never_hold()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ReadOnlyMemory<byte> spki = key.ExportSubjectPublicKeyInfo();
        foreach (string hex in (string[])["3006020100020100", "3006020101020100", "3006020100020101", "30060201FF0201FF"])
        {
            Assert.NotEqual(SignatureCheckStatus.Good, Verify(spki, new AlgorithmId(Oids.EcdsaWithSha256), [1], Convert.FromHexString(hex)));
        }

        Assert.Equal(SignatureCheckStatus.Malformed, Verify(spki, new AlgorithmId(Oids.EcdsaWithSha256), [1], new byte[64]));
        Assert.Equal(SignatureCheckStatus.Malformed, Verify(spki, new AlgorithmId(Oids.EcdsaWithSha256), [1], Convert.FromHexString("300902010102010102" + "0101")));
    }

    [Theory]
    [InlineData("1.2.840.113549.1.1.4", "1.2.840.113549.2.5", "RSASSA-PKCS1-v1_5 MD5")]
    [InlineData("1.2.840.113549.1.1.1", "1.2.840.113549.2.5", "RSASSA-PKCS1-v1_5 MD5")]
    [InlineData("1.2.840.113549.1.1.14", "2.16.840.1.101.3.4.2.4", "RSASSA-PKCS1-v1_5 SHA-224")]
    [InlineData("1.2.3.4", "2.16.840.1.101.3.4.2.1", "1.2.3.4")]
    public void What_is_not_accepted_is_named(string signatureOid, string digestOid, string name)
    {
        using RSA key = RSA.Create(1024);
        SignatureCheck check = SignatureVerifier.Verify(
            key.ExportSubjectPublicKeyInfo(), new AlgorithmId(signatureOid), new AlgorithmId(digestOid), (byte[])[1], new byte[128], new Limits());
        Assert.Equal((SignatureCheckStatus.Unsupported, name), (check.Status, check.AlgorithmName));
    }

    [Fact]
    public void Every_truncation_and_altered_byte_of_a_key_is_an_outcome()
    {
        ForgedIdentity authority = CertificateForge.Authority("Hostile keys");
        foreach (KeyAlgorithm algorithm in (KeyAlgorithm[])[KeyAlgorithm.Rsa, KeyAlgorithm.Dsa, KeyAlgorithm.EcP256, KeyAlgorithm.Ed25519, KeyAlgorithm.Ed448, KeyAlgorithm.MlDsa44])
        {
            byte[] spki = CertificateForge.Issue(authority, "a@example.com", algorithm).Certificate.SubjectPublicKeyInfo.ToArray();
            AlgorithmId id = algorithm switch
            {
                KeyAlgorithm.Rsa => s_rsa,
                KeyAlgorithm.Dsa => new AlgorithmId(Oids.DsaWithSha256),
                KeyAlgorithm.EcP256 => new AlgorithmId(Oids.EcdsaWithSha256),
                KeyAlgorithm.Ed25519 => new AlgorithmId(Oids.Ed25519),
                KeyAlgorithm.Ed448 => new AlgorithmId(Oids.Ed448),
                _ => new AlgorithmId(Oids.MlDsa44),
            };
            byte[] value = algorithm switch
            {
                KeyAlgorithm.Rsa => new byte[256],
                KeyAlgorithm.Ed25519 => new byte[64],
                KeyAlgorithm.Ed448 => new byte[114],
                KeyAlgorithm.MlDsa44 => new byte[2420],
                _ => Convert.FromHexString("3006020101020101"),
            };
            for (int i = 0; i < Math.Min(spki.Length, 120); i++)
            {
                byte[] altered = [.. spki];
                altered[i] ^= 0x55;
                Assert.NotEqual(SignatureCheckStatus.Good, Verify(altered, id, [1], value));
                Assert.NotEqual(SignatureCheckStatus.Good, Verify(spki.AsMemory(0, i), id, [1], value));
            }
        }
    }

    [Fact]
    public void Recipients_keys_of_small_order_and_of_wrong_length_are_not_wrapped_for()
    {
        ForgedIdentity authority = CertificateForge.Authority("Small order");
        ForgedIdentity sound = CertificateForge.Issue(authority, "a@example.com", KeyAlgorithm.X25519);
        byte[] der = sound.Certificate.Der.ToArray();
        int at = der.AsSpan().IndexOf(sound.Certificate.SubjectPublicKeyInfo.Span[^32..]);
        der.AsSpan(at, 32).Clear();
        Assert.Throws<MalformedException>(() => ContentKeys.Wrap(Certificate.FromDer(der), new byte[32], KeyTransportChoice.Compatible));
    }

    private static SignatureCheckStatus Rsa(byte[] modulus, byte[] exponent, int signatureBytes)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(modulus);
            writer.WriteIntegerUnsigned(exponent);
        }

        return Verify(Spki(s_rsa, writer.Encode()), s_rsa, [1], new byte[signatureBytes]);
    }

    private static byte[] Odd(int bytes)
    {
        byte[] number = RandomNumberGenerator.GetBytes(bytes);
        number[0] |= 0x80;
        number[^1] |= 1;
        return number;
    }

    private static SignatureCheckStatus Verify(ReadOnlyMemory<byte> spki, AlgorithmId id, byte[] data, byte[] signature) =>
        SignatureVerifier.Verify(spki, id, s_sha256, data, signature, new Limits()).Status;

    private static byte[] Spki(AlgorithmId algorithm, byte[] key)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            algorithm.Write(writer);
            writer.WriteBitString(key);
        }

        return writer.Encode();
    }

    private static byte[] Oid(string oid)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        return writer.Encode();
    }

    private static byte[] Pss(string digest, string mask, int salt)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                new AlgorithmId(digest).Write(writer);
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
            {
                new AlgorithmId(Oids.Mgf1, new AlgorithmId(mask).Encoded).Write(writer);
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
            {
                writer.WriteInteger(salt);
            }
        }

        return writer.Encode();
    }
}
