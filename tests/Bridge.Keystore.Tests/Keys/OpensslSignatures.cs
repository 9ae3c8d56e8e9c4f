using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Keystore.Keys;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Policy;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Keys;

/// <summary>Signatures and keys that openssl makes, and what it says of ours.</summary>
public sealed class OpensslSignatures : IDisposable
{
    private static readonly byte[] s_data = RandomNumberGenerator.GetBytes(300);
    private static readonly ConcurrentDictionary<string, byte[]> s_keys = new();
    private readonly Openssl _openssl = new();

    public void Dispose() => _openssl.Dispose();

    [Theory]
    [InlineData("sha1", Oids.Sha1)]
    [InlineData("sha256", Oids.Sha256)]
    [InlineData("sha384", Oids.Sha384)]
    [InlineData("sha512", Oids.Sha512)]
    public void Rsa_pkcs1_by_openssl(string digest, string digestOid)
    {
        ReadOnlyMemory<byte> spki = MakeKey("RSA", "rsa_keygen_bits:2048");
        byte[] signature = Sign($"-{digest}");
        Check(spki, AlgorithmId.WithNull(Oids.RsaEncryption), digestOid, signature);
    }

    [Theory]
    [InlineData("sha256", Oids.Sha256, "sha256", Oids.Sha256, 32)]
    [InlineData("sha256", Oids.Sha256, "sha256", Oids.Sha256, 0)]
    [InlineData("sha256", Oids.Sha256, "sha256", Oids.Sha256, 20)]
    [InlineData("sha256", Oids.Sha256, "sha256", Oids.Sha256, 222)]
    [InlineData("sha256", Oids.Sha256, "sha1", Oids.Sha1, 32)]
    [InlineData("sha384", Oids.Sha384, "sha512", Oids.Sha512, 11)]
    [InlineData("sha512", Oids.Sha512, "sha512", Oids.Sha512, 64)]
    [InlineData("sha512", Oids.Sha512, "sha256", Oids.Sha256, 100)]
    [InlineData("sha1", Oids.Sha1, "sha1", Oids.Sha1, 20)]
    public void Rsa_pss_by_openssl_with_any_salt_and_mask(string digest, string digestOid, string mask, string maskOid, int salt)
    {
        ReadOnlyMemory<byte> spki = MakeKey("RSA", "rsa_keygen_bits:2048");
        byte[] signature = Sign($"-{digest}", "-sigopt", "rsa_padding_mode:pss", "-sigopt", $"rsa_pss_saltlen:{salt}", "-sigopt", $"rsa_mgf1_md:{mask}");
        Check(spki, new AlgorithmId(Oids.RsaSsaPss, Pss(digestOid, maskOid, salt)), digestOid, signature);
    }

    /// <summary>A modulus whose size is one above a multiple of eight has an encoded message one byte shorter.</summary>
    [Theory]
    [InlineData(1025)]
    [InlineData(1031)]
    public void Rsa_pss_with_an_odd_modulus_size(int bits)
    {
        ReadOnlyMemory<byte> spki = MakeKey("RSA", $"rsa_keygen_bits:{bits}");
        byte[] signature = Sign("-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:17");
        Check(spki, new AlgorithmId(Oids.RsaSsaPss, Pss(Oids.Sha256, Oids.Sha256, 17)), Oids.Sha256, signature);
    }

    [Theory]
    [InlineData("P-256", "sha256", Oids.EcdsaWithSha256, Oids.Sha256)]
    [InlineData("P-384", "sha384", Oids.EcdsaWithSha384, Oids.Sha384)]
    [InlineData("P-521", "sha512", Oids.EcdsaWithSha512, Oids.Sha512)]
    [InlineData("P-256", "sha512", Oids.EcdsaWithSha512, Oids.Sha512)]
    [InlineData("P-256", "sha1", Oids.EcdsaWithSha1, Oids.Sha1)]
    [InlineData("brainpoolP256r1", "sha256", Oids.EcdsaWithSha256, Oids.Sha256)]
    [InlineData("brainpoolP384r1", "sha384", Oids.EcdsaWithSha384, Oids.Sha384)]
    public void Ecdsa_by_openssl(string curve, string digest, string signatureOid, string digestOid)
    {
        ReadOnlyMemory<byte> spki = MakeKey("EC", $"ec_paramgen_curve:{curve}");
        Check(spki, new AlgorithmId(signatureOid), digestOid, Sign($"-{digest}"));
    }

    [Theory]
    [InlineData("ED25519", Oids.Ed25519, Oids.Sha512)]
    [InlineData("ED448", Oids.Ed448, Oids.Shake256)]
    public void Eddsa_by_openssl(string algorithm, string oid, string digestOid)
    {
        ReadOnlyMemory<byte> spki = MakeKey(algorithm);
        _openssl.Write("data", s_data);
        _openssl.Run("pkeyutl", "-sign", "-inkey", "key.pem", "-rawin", "-in", "data", "-out", "signature");
        Check(spki, new AlgorithmId(oid), digestOid, _openssl.Read("signature"));
    }

    [Theory]
    [InlineData("sha1", Oids.DsaWithSha1, Oids.Sha1)]
    [InlineData("sha256", Oids.DsaWithSha256, Oids.Sha256)]
    [InlineData("sha1", Oids.Dsa, Oids.Sha1)]
    [InlineData("sha512", "2.16.840.1.101.3.4.3.4", Oids.Sha512)]
    public void Dsa_by_openssl_also_with_inherited_parameters(string digest, string signatureOid, string digestOid)
    {
        MakeDsaKeys();
        ReadOnlyMemory<byte> spki = PublicKey("key.pem");
        byte[] signature = Sign($"-{digest}");
        AlgorithmId id = new(signatureOid);
        Check(spki, id, digestOid, signature);

        ReadOnlyMemory<byte> bare = WithoutParameters(spki);
        Assert.Equal(SignatureCheckStatus.Unsupported, Verify(bare, id, digestOid, signature).Status);
        Assert.True(DsaParameters.AreInherited(bare));
        Assert.False(DsaParameters.AreInherited(spki));
        Check(DsaParameters.Inherit(bare, PublicKey("issuer.pem")), id, digestOid, signature);
    }

    [Theory]
    [InlineData(KeyAlgorithm.Rsa, SignatureFamily.RsaPkcs1, "SHA256", "-sha256")]
    [InlineData(KeyAlgorithm.Rsa, SignatureFamily.RsaPss, "SHA384", "-sha384 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:48 -sigopt rsa_mgf1_md:sha384")]
    [InlineData(KeyAlgorithm.EcP256, SignatureFamily.Ecdsa, "SHA256", "-sha256")]
    [InlineData(KeyAlgorithm.EcP384, SignatureFamily.Ecdsa, "SHA384", "-sha384")]
    [InlineData(KeyAlgorithm.EcP521, SignatureFamily.Ecdsa, "SHA512", "-sha512")]
    public void Openssl_verifies_ours(KeyAlgorithm algorithm, SignatureFamily family, string digest, string options)
    {
        byte[] signature = SignOurs(algorithm, new SignatureScheme(family, new HashAlgorithmName(digest), family == SignatureFamily.RsaPss ? 48 : 0));
        string[] arguments = ["dgst", .. options.Split(' '), "-verify", "public.pem", "-signature", "signature", "data"];
        Assert.True(_openssl.Succeeds(arguments));
        signature[^1] ^= 1;
        _openssl.Write("signature", signature);
        Assert.False(_openssl.Succeeds(arguments));
    }

    [Theory]
    [InlineData(KeyAlgorithm.Ed25519)]
    [InlineData(KeyAlgorithm.Ed448)]
    public void Openssl_verifies_our_eddsa(KeyAlgorithm algorithm)
    {
        _ = SignOurs(algorithm, SignatureSchemes.DefaultFor(algorithm, 0));
        Assert.True(_openssl.Succeeds("pkeyutl", "-verify", "-pubin", "-inkey", "public.pem", "-rawin", "-in", "data", "-sigfile", "signature"));
    }

    private byte[] SignOurs(KeyAlgorithm algorithm, SignatureScheme scheme)
    {
        ForgedIdentity signer = Identities.Of(algorithm);
        using SoftwareKey key = SoftwareKey.FromPkcs8(signer.Pkcs8, signer.Certificate);
        byte[] signature = key.Sign(s_data, scheme);
        _openssl.Write("data", s_data);
        _openssl.Write("signature", signature);
        _openssl.Write("public.der", signer.Certificate.SubjectPublicKeyInfo.Span);
        _openssl.Run("pkey", "-pubin", "-inform", "DER", "-in", "public.der", "-out", "public.pem");
        return signature;
    }

    // One key of each kind is enough: making them is what takes the time here.
    private ReadOnlyMemory<byte> MakeKey(string algorithm, params string[] options)
    {
        _openssl.Write("key.pem", s_keys.GetOrAdd(algorithm + string.Concat(options), _ =>
        {
            _openssl.Run(["genpkey", "-algorithm", algorithm, .. options.SelectMany(o => (string[])["-pkeyopt", o]), "-out", "made.pem"]);
            return _openssl.Read("made.pem");
        }));
        return PublicKey("key.pem");
    }

    private void MakeDsaKeys()
    {
        _openssl.Write("parameters.pem", s_keys.GetOrAdd("dsa", _ =>
        {
            _openssl.Run(
                "genpkey", "-genparam", "-algorithm", "DSA", "-pkeyopt", "dsa_paramgen_bits:1024", "-pkeyopt", "dsa_paramgen_q_bits:160", "-out", "made.pem");
            return _openssl.Read("made.pem");
        }));
        _openssl.Run("genpkey", "-paramfile", "parameters.pem", "-out", "key.pem");
        _openssl.Run("genpkey", "-paramfile", "parameters.pem", "-out", "issuer.pem");
    }

    private ReadOnlyMemory<byte> PublicKey(string file)
    {
        _openssl.Run("pkey", "-in", file, "-pubout", "-outform", "DER", "-out", "public.der");
        return _openssl.Read("public.der");
    }

    private byte[] Sign(params string[] options)
    {
        _openssl.Write("data", s_data);
        _openssl.Run(["dgst", .. options, "-sign", "key.pem", "-out", "signature", "data"]);
        return _openssl.Read("signature");
    }

    private static void Check(ReadOnlyMemory<byte> spki, AlgorithmId id, string digestOid, byte[] signature)
    {
        Assert.Equal(SignatureCheckStatus.Good, Verify(spki, id, digestOid, signature).Status);
        byte[] altered = [.. signature];
        altered[^1] ^= 1;
        Assert.Equal(SignatureCheckStatus.Bad, Verify(spki, id, digestOid, altered).Status);
    }

    private static SignatureCheck Verify(ReadOnlyMemory<byte> spki, AlgorithmId id, string digestOid, byte[] signature) =>
        SignatureVerifier.Verify(spki, id, new AlgorithmId(digestOid), s_data, signature, new Limits());

    private static byte[] WithoutParameters(ReadOnlyMemory<byte> spki)
    {
        AsnReader fields = new AsnReader(spki, AsnEncodingRules.DER).ReadSequence();
        AlgorithmId algorithm = AlgorithmId.Read(fields);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            new AlgorithmId(algorithm.Oid).Write(writer);
            writer.WriteEncodedValue(fields.ReadEncodedValue().Span);
        }

        return writer.Encode();
    }

    private static byte[] Pss(string digest, string mask, int salt)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                AlgorithmId.WithNull(digest).Write(writer);
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
            {
                new AlgorithmId(Oids.Mgf1, AlgorithmId.WithNull(mask).Encoded).Write(writer);
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
            {
                writer.WriteInteger(salt);
            }
        }

        return writer.Encode();
    }
}
