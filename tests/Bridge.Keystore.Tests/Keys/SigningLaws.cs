using System.Security.Cryptography;
using Bridge.Keystore.Keys;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Keys;

/// <summary>What must hold for every signature algorithm: own signatures verify, altered ones and other keys' do not.</summary>
[Collection("SoftHSM")]
public sealed class SigningLaws
{
    private static readonly Limits s_limits = new();
    private static readonly ForgedIdentity s_authority = CertificateForge.Authority("Signing laws");
    private static readonly byte[] s_data = RandomNumberGenerator.GetBytes(500);

    private static readonly (KeyAlgorithm Algorithm, SignatureFamily Family, string Digest, string Name)[] s_schemes =
    [
        (KeyAlgorithm.Rsa, SignatureFamily.RsaPkcs1, "SHA256", "RSASSA-PKCS1-v1_5 SHA-256"),
        (KeyAlgorithm.Rsa, SignatureFamily.RsaPkcs1, "SHA384", "RSASSA-PKCS1-v1_5 SHA-384"),
        (KeyAlgorithm.Rsa, SignatureFamily.RsaPkcs1, "SHA512", "RSASSA-PKCS1-v1_5 SHA-512"),
        (KeyAlgorithm.Rsa, SignatureFamily.RsaPss, "SHA256", "RSASSA-PSS SHA-256"),
        (KeyAlgorithm.Rsa, SignatureFamily.RsaPss, "SHA384", "RSASSA-PSS SHA-384"),
        (KeyAlgorithm.Rsa, SignatureFamily.RsaPss, "SHA512", "RSASSA-PSS SHA-512"),
        (KeyAlgorithm.RsaPss, SignatureFamily.RsaPss, "SHA256", "RSASSA-PSS SHA-256"),
        (KeyAlgorithm.EcP256, SignatureFamily.Ecdsa, "SHA256", "ECDSA P-256 SHA-256"),
        (KeyAlgorithm.EcP384, SignatureFamily.Ecdsa, "SHA384", "ECDSA P-384 SHA-384"),
        (KeyAlgorithm.EcP521, SignatureFamily.Ecdsa, "SHA512", "ECDSA P-521 SHA-512"),
        (KeyAlgorithm.EcP521, SignatureFamily.Ecdsa, "SHA256", "ECDSA P-521 SHA-256"),
        (KeyAlgorithm.Ed25519, SignatureFamily.EdDsa, "SHA512", "Ed25519"),
        (KeyAlgorithm.Ed448, SignatureFamily.EdDsa, "SHAKE256", "Ed448"),
        (KeyAlgorithm.MlDsa44, SignatureFamily.MlDsa, "SHA512", "ML-DSA-44"),
        (KeyAlgorithm.MlDsa65, SignatureFamily.MlDsa, "SHA512", "ML-DSA-65"),
        (KeyAlgorithm.MlDsa87, SignatureFamily.MlDsa, "SHA512", "ML-DSA-87"),
    ];

    public static TheoryData<KeyPlace, KeyAlgorithm, SignatureFamily, string, string> Schemes =>
        [.. from scheme in s_schemes from place in KeyPlaces.Of(scheme.Algorithm) select (place, scheme.Algorithm, scheme.Family, scheme.Digest, scheme.Name)];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Own_signature_verifies_and_every_alteration_fails(KeyPlace place, KeyAlgorithm algorithm, SignatureFamily family, string digestName, string name)
    {
        ForgedIdentity signer = Identities.Of(algorithm, "a@example.com");
        SignatureScheme scheme = Scheme(family, digestName);
        (AlgorithmId signatureId, AlgorithmId digestId) = SignatureSchemes.Identifiers(scheme, algorithm);
        using ISigningKey key = KeyPlaces.OpenSigning(place, signer);
        byte[] signature = key.Sign(s_data, scheme);

        SignatureCheck good = Verify(signer, signatureId, digestId, s_data, signature);
        Assert.Equal(SignatureCheckStatus.Good, good.Status);
        Assert.Equal(name, good.AlgorithmName);
        Assert.Equal(signer.Certificate.KeyBits, good.KeyBits);

        Assert.Equal(SignatureCheckStatus.Bad, Verify(signer, signatureId, digestId, Altered(s_data, 7), signature).Status);
        Assert.NotEqual(SignatureCheckStatus.Good, Verify(signer, signatureId, digestId, s_data, Altered(signature, signature.Length / 2)).Status);
        Assert.NotEqual(SignatureCheckStatus.Good, Verify(signer, signatureId, digestId, s_data, signature[..^1]).Status);
        Assert.NotEqual(SignatureCheckStatus.Good, Verify(signer, signatureId, digestId, s_data, [.. signature, 0]).Status);
        Assert.NotEqual(SignatureCheckStatus.Good, Verify(signer, signatureId, digestId, s_data, []).Status);

        ForgedIdentity other = Identities.Of(algorithm, "b@example.com");
        Assert.NotEqual(SignatureCheckStatus.Good, Verify(other, signatureId, digestId, s_data, signature).Status);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Without_signed_attributes_the_contents_digest_decides(KeyPlace place, KeyAlgorithm algorithm, SignatureFamily family, string digestName, string name)
    {
        ForgedIdentity signer = Identities.Of(algorithm, "a@example.com");
        SignatureScheme scheme = Scheme(family, digestName);
        (AlgorithmId signatureId, AlgorithmId digestId) = SignatureSchemes.Identifiers(scheme, algorithm);
        using ISigningKey key = KeyPlaces.OpenSigning(place, signer);
        byte[] signature = key.Sign(s_data, scheme);
        byte[] digest = ContentDigest.Compute(scheme.Digest, s_data);

        SignatureCheck Check(ReadOnlyMemory<byte>? content, byte[] contentDigest) => SignatureVerifier.VerifyDigest(
            signer.Certificate.SubjectPublicKeyInfo, signatureId, digestId, contentDigest, content, signature, s_limits);
        bool pure = family is SignatureFamily.EdDsa or SignatureFamily.MlDsa;

        Assert.Equal(SignatureCheckStatus.Good, Check(s_data, digest).Status);
        Assert.Equal(name, Check(s_data, digest).AlgorithmName);
        Assert.Equal(pure ? SignatureCheckStatus.Unsupported : SignatureCheckStatus.Good, Check(null, digest).Status);
        Assert.Equal(SignatureCheckStatus.Bad, Check(pure ? Altered(s_data, 3) : s_data, Altered(digest, 0)).Status);
        if (!pure)
        {
            Assert.NotEqual(SignatureCheckStatus.Good, Check(s_data, digest[..^1]).Status);
        }
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Signature_of_another_kind_of_key_is_a_mismatch(KeyPlace place, KeyAlgorithm algorithm, SignatureFamily family, string digestName, string name)
    {
        KeyAlgorithm otherKind = algorithm == KeyAlgorithm.Ed25519 ? KeyAlgorithm.EcP256 : KeyAlgorithm.Ed25519;
        ForgedIdentity other = Identities.Of(otherKind, "b@example.com");
        (AlgorithmId signatureId, AlgorithmId digestId) = SignatureSchemes.Identifiers(Scheme(family, digestName), algorithm);
        SignatureCheck check = Verify(other, signatureId, digestId, s_data, new byte[64]);
        Assert.Equal(SignatureCheckStatus.KeyMismatch, check.Status);
        Assert.NotEmpty(name + place);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Parameters_that_do_not_belong_are_malformed(KeyPlace place, KeyAlgorithm algorithm, SignatureFamily family, string digestName, string name)
    {
        ForgedIdentity signer = Identities.Of(algorithm, "a@example.com");
        SignatureScheme scheme = Scheme(family, digestName);
        (AlgorithmId signatureId, AlgorithmId digestId) = SignatureSchemes.Identifiers(scheme, algorithm);
        using ISigningKey key = KeyPlaces.OpenSigning(place, signer);
        byte[] signature = key.Sign(s_data, scheme);
        foreach (byte[] junk in (byte[][])[[0x02, 0x01, 0x07], [0x30, 0x03, 0x02, 0x01, 0x07], [0x04, 0x00]])
        {
            SignatureCheck check = Verify(signer, new AlgorithmId(signatureId.Oid, junk), digestId, s_data, signature);
            Assert.Equal(SignatureCheckStatus.Malformed, check.Status);
            Assert.NotEqual(SignatureCheckStatus.Good, Verify(signer, signatureId, new AlgorithmId(digestId.Oid, junk), s_data, signature).Status);
        }

        Assert.NotEmpty(name);
    }

    [Theory]
    [InlineData(KeyAlgorithm.Rsa, "1.2.840.113549.1.1.1", "2.16.840.1.101.3.4.2.1", true)]
    [InlineData(KeyAlgorithm.Rsa, "1.2.840.113549.1.1.1", "2.16.840.1.101.3.4.2.1", false)]
    [InlineData(KeyAlgorithm.Rsa, "1.2.840.113549.1.1.11", "2.16.840.1.101.3.4.2.1", true)]
    [InlineData(KeyAlgorithm.Rsa, "1.2.840.113549.1.1.11", "2.16.840.1.101.3.4.2.1", false)]
    [InlineData(KeyAlgorithm.EcP256, "1.2.840.10045.2.1", "2.16.840.1.101.3.4.2.1", false)]
    [InlineData(KeyAlgorithm.EcP256, "1.2.840.10045.4.3.2", "2.16.840.1.101.3.4.2.1", true)]
    public void Identifiers_are_read_as_senders_write_them(KeyAlgorithm algorithm, string signatureOid, string digestOid, bool withNull)
    {
        ForgedIdentity signer = Identities.Of(algorithm, "a@example.com");
        using SoftwareKey key = SoftwareKey.FromPkcs8(signer.Pkcs8, signer.Certificate);
        byte[] signature = key.Sign(s_data, SignatureSchemes.DefaultFor(algorithm, 0));
        AlgorithmId Id(string oid) => withNull ? AlgorithmId.WithNull(oid) : new AlgorithmId(oid);
        Assert.Equal(SignatureCheckStatus.Good, Verify(signer, Id(signatureOid), Id(digestOid), s_data, signature).Status);
    }

    [Fact]
    public void Objects_are_verified_by_their_own_algorithm_alone()
    {
        var structure = s_authority.Certificate.Structure;
        AlgorithmId algorithm = AlgorithmId.Decode(structure.SignatureAlgorithm.GetEncoded());
        byte[] signed = structure.TbsCertificate.GetDerEncoded();
        byte[] value = structure.GetSignatureOctets();
        ReadOnlyMemory<byte> key = s_authority.Certificate.SubjectPublicKeyInfo;
        Assert.Equal(SignatureCheckStatus.Good, SignatureVerifier.VerifyObject(key, algorithm, signed, value, s_limits).Status);
        Assert.Equal(SignatureCheckStatus.Bad, SignatureVerifier.VerifyObject(key, algorithm, Altered(signed, 60), value, s_limits).Status);
        Assert.Equal(
            SignatureCheckStatus.Unsupported,
            SignatureVerifier.VerifyObject(key, new AlgorithmId("1.2.840.10045.2.1"), signed, value, s_limits).Status);
    }

    [Fact]
    public void A_key_refuses_schemes_that_are_not_its_own()
    {
        foreach (KeyAlgorithm algorithm in (KeyAlgorithm[])[KeyAlgorithm.EcP256, KeyAlgorithm.Ed25519, KeyAlgorithm.X25519, KeyAlgorithm.MlDsa44, KeyAlgorithm.MlKem512])
        {
            ForgedIdentity identity = Identities.Of(algorithm, "a@example.com");
            using SoftwareKey key = SoftwareKey.FromPkcs8(identity.Pkcs8, identity.Certificate);
            RefusalException refusal = Assert.Throws<RefusalException>(
                () => key.Sign(s_data, new SignatureScheme(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA256)));
            Assert.Equal("key-unusable", refusal.Code);
        }
    }

    private static SignatureCheck Verify(ForgedIdentity signer, AlgorithmId signatureId, AlgorithmId digestId, byte[] data, byte[] signature) =>
        SignatureVerifier.Verify(signer.Certificate.SubjectPublicKeyInfo, signatureId, digestId, data, signature, s_limits);

    private static SignatureScheme Scheme(SignatureFamily family, string digestName)
    {
        HashAlgorithmName digest = new(digestName);
        return new SignatureScheme(family, digest, family == SignatureFamily.RsaPss ? Digests.Length(digest) : 0);
    }

    private static byte[] Altered(byte[] bytes, int at)
    {
        byte[] altered = [.. bytes];
        altered[at] ^= 0x10;
        return altered;
    }
}
