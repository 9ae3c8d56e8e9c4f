using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Keystore.Keys;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;
using Bridge.TestKit;
using Org.BouncyCastle.Crypto.Parameters;

namespace Bridge.Keystore.Tests.Keys;

/// <summary>Reading private keys in every form that is about, and refusing the others cleanly.</summary>
public sealed class SoftwareKeys
{
    public static TheoryData<KeyAlgorithm> Kinds =>
    [
        KeyAlgorithm.Rsa, KeyAlgorithm.RsaPss, KeyAlgorithm.EcP256, KeyAlgorithm.EcP384, KeyAlgorithm.EcP521,
        KeyAlgorithm.Ed25519, KeyAlgorithm.Ed448, KeyAlgorithm.X25519, KeyAlgorithm.X448,
        KeyAlgorithm.MlDsa44, KeyAlgorithm.MlDsa65, KeyAlgorithm.MlDsa87, KeyAlgorithm.MlKem512, KeyAlgorithm.MlKem768, KeyAlgorithm.MlKem1024,
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_key_matches_its_own_certificate_and_no_other(KeyAlgorithm algorithm)
    {
        ForgedIdentity own = Identities.Of(algorithm);
        ForgedIdentity other = Identities.Of(algorithm, "b@example.com");
        ForgedIdentity otherKind = Identities.Of(algorithm == KeyAlgorithm.Rsa ? KeyAlgorithm.EcP256 : KeyAlgorithm.Rsa);
        Assert.True(SoftwareKey.Matches(own.Pkcs8, own.Certificate));
        Assert.True(SoftwareKey.SelfTest(own.Pkcs8, own.Certificate));
        Assert.False(SoftwareKey.Matches(own.Pkcs8, other.Certificate));
        Assert.False(SoftwareKey.Matches(own.Pkcs8, otherKind.Certificate));
        Assert.False(SoftwareKey.SelfTest(own.Pkcs8, other.Certificate));
        Assert.Equal("key-mismatch", Assert.Throws<RefusalException>(() => SoftwareKey.FromPkcs8(own.Pkcs8, other.Certificate)).Code);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_truncation_and_altered_byte_is_a_clean_refusal(KeyAlgorithm algorithm)
    {
        ForgedIdentity own = Identities.Of(algorithm);
        int step = Math.Max(1, own.Pkcs8.Length / 120);
        for (int i = 0; i < own.Pkcs8.Length; i += step)
        {
            Assert.False(SoftwareKey.Matches(own.Pkcs8.AsSpan(0, i), own.Certificate));
            byte[] altered = [.. own.Pkcs8];
            altered[i] ^= 0x55;
            _ = SoftwareKey.Matches(altered, own.Certificate);
        }

        Assert.False(SoftwareKey.Matches([.. own.Pkcs8, 0], own.Certificate));
        Assert.False(SoftwareKey.Matches(RandomNumberGenerator.GetBytes(100), own.Certificate));
    }

    [Theory]
    [InlineData(KeyAlgorithm.MlDsa44)]
    [InlineData(KeyAlgorithm.MlDsa87)]
    [InlineData(KeyAlgorithm.MlKem512)]
    [InlineData(KeyAlgorithm.MlKem1024)]
    public void Seed_expanded_key_and_both_are_one_key(KeyAlgorithm algorithm)
    {
        ForgedIdentity own = Identities.Of(algorithm);
        (byte[] seed, byte[] expanded) = Forms(algorithm, own.Pkcs8);
        (_, byte[] stranger) = Forms(algorithm, Identities.Of(algorithm, "b@example.com").Pkcs8);
        foreach (byte[] form in (byte[][])[SeedForm(seed), ExpandedForm(expanded), BothForm(seed, expanded)])
        {
            Assert.True(SoftwareKey.SelfTest(Pkcs8(own.Pkcs8, form), own.Certificate));
        }

        MalformedException error = Assert.Throws<MalformedException>(
            () => SoftwareKey.FromPkcs8(Pkcs8(own.Pkcs8, BothForm(seed, stranger)), own.Certificate));
        Assert.Equal("key-malformed", error.Code);
        Assert.Throws<MalformedException>(() => SoftwareKey.FromPkcs8(Pkcs8(own.Pkcs8, SeedForm(seed[1..])), own.Certificate));
        Assert.Throws<MalformedException>(() => SoftwareKey.FromPkcs8(Pkcs8(own.Pkcs8, ExpandedForm(expanded[1..])), own.Certificate));
    }

    [Fact]
    public void Elliptic_keys_are_read_without_their_public_half_and_with_short_or_padded_scalars()
    {
        ForgedIdentity own = Identities.Of(KeyAlgorithm.EcP384);
        using ECDsa key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(own.Pkcs8, out _);
        byte[] scalar = key.ExportParameters(true).D!;
        foreach (byte[] written in (byte[][])[scalar, [0, 0, .. scalar], scalar.AsSpan().TrimStart((byte)0).ToArray()])
        {
            Assert.True(SoftwareKey.SelfTest(Pkcs8(own.Pkcs8, EcPrivateKey(written)), own.Certificate));
        }

        Assert.Throws<MalformedException>(() => SoftwareKey.FromPkcs8(Pkcs8(own.Pkcs8, EcPrivateKey([1, .. scalar])), own.Certificate));
        Assert.Throws<MalformedException>(() => SoftwareKey.FromPkcs8(Pkcs8(own.Pkcs8, EcPrivateKey(new byte[48])), own.Certificate));
    }

    [Fact]
    public void Agreement_takes_compressed_points_and_nothing_off_the_curve()
    {
        ForgedIdentity own = Identities.Of(KeyAlgorithm.EcP256);
        using SoftwareKey key = SoftwareKey.FromPkcs8(own.Pkcs8, own.Certificate);
        using ECDiffieHellman peer = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        ECPoint q = peer.ExportParameters(false).Q;
        byte[] whole = peer.ExportSubjectPublicKeyInfo();
        byte[] compressed = Spki(Oids.P256, [(byte)(2 + (q.Y![^1] & 1)), .. q.X!]);
        Assert.NotNull(key.Agree(whole));
        Assert.Equal(key.Agree(whole), key.Agree(compressed));
        Assert.Null(key.Agree(Spki(Oids.P256, [4, .. q.X!, .. q.X!])));
        Assert.Null(key.Agree(Spki(Oids.P384, [4, .. q.X!, .. q.Y!])));
        Assert.Null(key.Agree(Identities.Of(KeyAlgorithm.X25519).Certificate.SubjectPublicKeyInfo.Span));
        Assert.Null(key.Agree([1, 2, 3]));
        Assert.Null(key.Decapsulate(new byte[768]));
        Assert.Null(key.DecryptRsa(new byte[256], RsaTransportScheme.Pkcs1));
    }

    [Theory]
    [InlineData("X25519", KeyAlgorithm.X25519)]
    [InlineData("X448", KeyAlgorithm.X448)]
    [InlineData("P-521", KeyAlgorithm.EcP521)]
    public void Agreement_is_openssls(string curve, KeyAlgorithm algorithm)
    {
        using Openssl openssl = new();
        string[] kind = curve[0] == 'X' ? ["-algorithm", curve] : ["-algorithm", "EC", "-pkeyopt", $"ec_paramgen_curve:{curve}"];
        openssl.Run(["genpkey", .. kind, "-out", "peer.pem"]);
        openssl.Run("pkey", "-in", "peer.pem", "-pubout", "-outform", "DER", "-out", "peer.der");
        ForgedIdentity own = Identities.Of(algorithm);
        openssl.Write("own.der", own.Certificate.SubjectPublicKeyInfo.Span);
        openssl.Run("pkey", "-pubin", "-inform", "DER", "-in", "own.der", "-out", "own.pem");
        openssl.Run("pkeyutl", "-derive", "-inkey", "peer.pem", "-peerkey", "own.pem", "-out", "secret");
        using SoftwareKey key = SoftwareKey.FromPkcs8(own.Pkcs8, own.Certificate);
        Assert.Equal(openssl.Read("secret"), key.Agree(openssl.Read("peer.der")));
    }

    [Fact]
    public void Openssls_own_pss_key_is_read()
    {
        using Openssl openssl = new();
        openssl.Run(
            "req", "-x509", "-newkey", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048", "-noenc", "-subj", "/CN=pss", "-keyout", "key.pem", "-out", "certificate.pem");
        openssl.Run("pkcs8", "-topk8", "-nocrypt", "-in", "key.pem", "-outform", "DER", "-out", "key.der");
        openssl.Run("x509", "-in", "certificate.pem", "-outform", "DER", "-out", "certificate.der");
        Certificate certificate = Certificate.FromDer(openssl.Read("certificate.der"));
        Assert.Equal(KeyAlgorithm.RsaPss, certificate.KeyAlgorithm);
        Assert.True(SoftwareKey.SelfTest(openssl.Read("key.der"), certificate));
    }

    [Fact]
    public void Montgomery_points_of_small_order_agree_on_nothing()
    {
        foreach ((KeyAlgorithm algorithm, string oid, int size) in new[] { (KeyAlgorithm.X25519, Oids.X25519, 32), (KeyAlgorithm.X448, Oids.X448, 56) })
        {
            using SoftwareKey key = SoftwareKey.FromPkcs8(Identities.Of(algorithm).Pkcs8, Identities.Of(algorithm).Certificate);
            Assert.Null(key.Agree(Raw(oid, new byte[size])));
            Assert.Null(key.Agree(Raw(oid, [1, .. new byte[size - 1]])));
            Assert.Null(key.Agree(Raw(oid, new byte[size - 1])));
            Assert.NotNull(key.Agree(Raw(oid, [9, .. new byte[size - 1]])));
        }
    }

    [Fact]
    public void A_disposed_key_does_nothing_more()
    {
        foreach (KeyAlgorithm algorithm in (KeyAlgorithm[])[KeyAlgorithm.Rsa, KeyAlgorithm.EcP256, KeyAlgorithm.Ed25519, KeyAlgorithm.MlDsa44])
        {
            SoftwareKey key = SoftwareKey.FromPkcs8(Identities.Of(algorithm).Pkcs8, Identities.Of(algorithm).Certificate);
            key.Dispose();
            Assert.Throws<ObjectDisposedException>(() => key.Sign([1], SignatureSchemes.DefaultFor(algorithm, 0)));
        }

        SoftwareKey agreement = SoftwareKey.FromPkcs8(Identities.Of(KeyAlgorithm.X25519).Pkcs8, Identities.Of(KeyAlgorithm.X25519).Certificate);
        agreement.Dispose();
        byte[] peer = Identities.Of(KeyAlgorithm.X25519, "b@example.com").Certificate.SubjectPublicKeyInfo.ToArray();
        Assert.Throws<ObjectDisposedException>(() => agreement.Agree(peer));
    }

    private static (byte[] Seed, byte[] Expanded) Forms(KeyAlgorithm algorithm, byte[] pkcs8)
    {
        object key = Org.BouncyCastle.Security.PrivateKeyFactory.CreateKey(pkcs8);
        Assert.NotEqual(KeyAlgorithm.Unknown, algorithm);
        return key switch
        {
            MLDsaPrivateKeyParameters dsa => (dsa.GetSeed(), dsa.GetEncoded()),
            MLKemPrivateKeyParameters kem => (kem.GetSeed(), kem.GetEncoded()),
            _ => throw new InvalidOperationException(),
        };
    }

    private static byte[] SeedForm(byte[] seed) => Encode(w => w.WriteOctetString(seed, new Asn1Tag(TagClass.ContextSpecific, 0)));

    private static byte[] ExpandedForm(byte[] expanded) => Encode(w => w.WriteOctetString(expanded));

    private static byte[] BothForm(byte[] seed, byte[] expanded) => Encode(w =>
    {
        using (w.PushSequence())
        {
            w.WriteOctetString(seed);
            w.WriteOctetString(expanded);
        }
    });

    private static byte[] EcPrivateKey(byte[] scalar) => Encode(w =>
    {
        using (w.PushSequence())
        {
            w.WriteInteger(1);
            w.WriteOctetString(scalar);
        }
    });

    private static byte[] Pkcs8(byte[] original, byte[] secret) => Encode(w =>
    {
        AsnReader fields = new AsnReader(original, AsnEncodingRules.BER).ReadSequence();
        _ = fields.ReadIntegerBytes();
        using (w.PushSequence())
        {
            w.WriteInteger(0);
            AlgorithmId.Read(fields).Write(w);
            w.WriteOctetString(secret);
        }
    });

    private static byte[] Spki(string curve, byte[] point) => Encode(w =>
    {
        AsnWriter oid = new(AsnEncodingRules.DER);
        oid.WriteObjectIdentifier(curve);
        using (w.PushSequence())
        {
            new AlgorithmId(Oids.EcPublicKey, oid.Encode()).Write(w);
            w.WriteBitString(point);
        }
    });

    private static byte[] Raw(string oid, byte[] key) => Encode(w =>
    {
        using (w.PushSequence())
        {
            new AlgorithmId(oid).Write(w);
            w.WriteBitString(key);
        }
    });

    private static byte[] Encode(Action<AsnWriter> write)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }
}
