using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Keystore.Keys;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Keys;

/// <summary>
/// Recipients written here byte by byte, with openssl deriving the keys: user keying material, key information exactly as in the
/// message, and every way of naming a key that openssl's own messages do not use.
/// </summary>
public sealed class HandmadeRecipients : IDisposable
{
    private static readonly Asn1Tag s_zero = new(TagClass.ContextSpecific, 0, true);
    private static readonly Asn1Tag s_one = new(TagClass.ContextSpecific, 1, true);
    private static readonly Asn1Tag s_two = new(TagClass.ContextSpecific, 2, true);
    private static readonly byte[] s_secret = RandomNumberGenerator.GetBytes(16);
    private readonly Openssl _openssl = new();

    /// <summary>What differs from one handmade recipient to the next.</summary>
    public sealed record Shape(
        KeyAlgorithm Key, string Scheme, byte[]? Ukm, bool NullWrapParameters, string OriginatorParameters, bool ByKeyIdentifier, bool IndefiniteKeyInfo);

    public static TheoryData<string> Shapes => [.. s_shapes.Keys];

    private static readonly Dictionary<string, Shape> s_shapes = new()
    {
        ["plain"] = new(KeyAlgorithm.EcP256, Oids.EcdhSha256Kdf, null, false, "absent", false, false),
        ["ukm"] = new(KeyAlgorithm.EcP256, Oids.EcdhSha256Kdf, [1, 2, 3, 4, 5, 6, 7], false, "absent", false, false),
        ["empty ukm"] = new(KeyAlgorithm.EcP256, Oids.EcdhSha256Kdf, [], false, "absent", false, false),
        ["NULL wrap parameters"] = new(KeyAlgorithm.EcP384, Oids.EcdhSha384Kdf, null, true, "absent", false, false),
        ["key information in BER"] = new(KeyAlgorithm.EcP256, Oids.EcdhSha256Kdf, null, false, "absent", false, true),
        ["originator NULL"] = new(KeyAlgorithm.EcP256, Oids.EcdhSha256Kdf, null, false, "null", false, false),
        ["originator with curve"] = new(KeyAlgorithm.EcP521, Oids.EcdhSha512Kdf, null, false, "curve", false, false),
        ["by key identifier"] = new(KeyAlgorithm.EcP256, Oids.EcdhCofactorSha256Kdf, null, false, "absent", true, false),
        ["X25519 HKDF"] = new(KeyAlgorithm.X25519, Oids.EcdhHkdfSha256, null, false, "absent", false, false),
        ["X25519 HKDF ukm"] = new(KeyAlgorithm.X25519, Oids.EcdhHkdfSha384, [9, 8, 7, 6], false, "absent", false, false),
        ["X448 HKDF ukm"] = new(KeyAlgorithm.X448, Oids.EcdhHkdfSha512, [9, 8, 7, 6], false, "absent", true, false),
        ["X25519 X9.63"] = new(KeyAlgorithm.X25519, Oids.EcdhSha256Kdf, [5], false, "absent", false, false),
    };

    public void Dispose() => _openssl.Dispose();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_shape_opens(string name)
    {
        Shape shape = s_shapes[name];
        ForgedIdentity recipient = Identities.Of(shape.Key);
        RecipientInfo info = RecipientInfo.Parse(Make(shape, recipient), new Limits());
        Assert.Equal(2, info.Recipients.Count);
        CertificateIdentifier identifier = Assert.Single(info.Recipients, i => i.Names(recipient.Certificate));
        using SoftwareKey key = SoftwareKey.FromPkcs8(recipient.Pkcs8, recipient.Certificate);
        Assert.Equal(s_secret, ContentKeys.Unwrap(info, identifier, key, 16));
        CertificateIdentifier other = info.Recipients.Single(i => !i.Names(recipient.Certificate));
        Assert.Throws<DecryptionFailedException>(() => ContentKeys.Unwrap(info, other, key, 16));
    }

    [Fact]
    public void Originator_on_another_curve_is_a_failure_like_any_other()
    {
        ForgedIdentity recipient = Identities.Of(KeyAlgorithm.EcP256);
        ForgedIdentity other = Identities.Of(KeyAlgorithm.EcP384);
        RecipientInfo info = RecipientInfo.Parse(Make(s_shapes["plain"], recipient), new Limits());
        using SoftwareKey key = SoftwareKey.FromPkcs8(other.Pkcs8, other.Certificate);
        Assert.Throws<DecryptionFailedException>(() => ContentKeys.Unwrap(info, info.Recipients[1], key, 16));
    }

    [Fact]
    public void A_senders_own_key_and_unknown_algorithms_are_refused_by_name()
    {
        ForgedIdentity recipient = Identities.Of(KeyAlgorithm.EcP256);
        using SoftwareKey key = SoftwareKey.FromPkcs8(recipient.Pkcs8, recipient.Certificate);
        AlgorithmId wrap = new(Oids.Aes128Wrap);
        RecipientInfo staticKey = Agreement(
            w => w.WriteOctetString(new byte[20], new Asn1Tag(TagClass.ContextSpecific, 0)), new AlgorithmId(Oids.EcdhSha256Kdf, wrap.Encoded), recipient);
        Assert.Contains("of his own", Refused(staticKey, key).Reason, StringComparison.Ordinal);

        Action<AsnWriter> originator = w => WriteOriginator(w, new AlgorithmId(Oids.EcPublicKey), new byte[65]);
        Assert.Equal("1.3.133.16.840.63.0.16", Refused(Agreement(originator, new AlgorithmId("1.3.133.16.840.63.0.16", wrap.Encoded), recipient), key).Name);
        AlgorithmId unknownWrap = new(Oids.EcdhSha256Kdf, new AlgorithmId("1.2.3.4").Encoded);
        Assert.Equal("1.2.3.4", Refused(Agreement(originator, unknownWrap, recipient), key).Name);
        Action<AsnWriter> diffieHellman = w => WriteOriginator(w, new AlgorithmId("1.2.840.10046.2.1"), new byte[65]);
        Assert.Equal("1.2.840.10046.2.1", Refused(Agreement(diffieHellman, new AlgorithmId(Oids.EcdhSha256Kdf, wrap.Encoded), recipient), key).Name);

        RecipientInfo noWrap = Agreement(originator, new AlgorithmId(Oids.EcdhSha256Kdf), recipient);
        Assert.Throws<MalformedException>(() => ContentKeys.Unwrap(noWrap, noWrap.Recipients[0], key, 16));
    }

    [Fact]
    public void Other_recipients_are_named_and_refused()
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4)))
        {
            writer.WriteObjectIdentifier("1.2.3.4.5");
            writer.WriteNull();
        }

        RecipientInfo info = RecipientInfo.Parse(writer.Encode(), new Limits());
        Assert.Equal(("other", "1.2.3.4.5"), (info.Kind, info.Name));
        Assert.Empty(info.Recipients);
    }

    [Fact]
    public void Too_many_recipients_are_a_limit()
    {
        byte[] encoded = Make(s_shapes["plain"], Identities.Of(KeyAlgorithm.EcP256));
        MalformedException error = Assert.Throws<MalformedException>(() => RecipientInfo.Parse(encoded, new Limits { Recipients = 1 }));
        Assert.Equal("limit-recipients", error.Code);
    }

    private static UnsupportedAlgorithmException Refused(RecipientInfo info, SoftwareKey key) =>
        Assert.Throws<UnsupportedAlgorithmException>(() => ContentKeys.Unwrap(info, info.Recipients[0], key, 16));

    private static RecipientInfo Agreement(Action<AsnWriter> originator, AlgorithmId algorithm, ForgedIdentity recipient)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence(s_one))
        {
            writer.WriteInteger(3);
            using (writer.PushSequence(s_zero))
            {
                originator(writer);
            }

            algorithm.Write(writer);
            using (writer.PushSequence())
            {
                WriteKey(writer, recipient.Certificate, byKeyIdentifier: false, new byte[24]);
            }
        }

        return RecipientInfo.Parse(writer.Encode(), new Limits());
    }

    private byte[] Make(Shape shape, ForgedIdentity recipient)
    {
        (byte[] publicKey, byte[] agreed) = AgreeWithOpenssl(shape.Key, recipient.Certificate);
        byte[] keyInfo = shape.IndefiniteKeyInfo
            ? [0x30, 0x80, .. Oid(Oids.Aes256Wrap), 0, 0]
            : [.. (shape.NullWrapParameters ? AlgorithmId.WithNull(Oids.Aes256Wrap) : new AlgorithmId(Oids.Aes256Wrap)).Encoded.Span];
        byte[] kek = DeriveWithOpenssl(shape, agreed, keyInfo);
        byte[] wrapped = KeyWrap.ForContentKey(32).Wrap(kek, s_secret);
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence(s_one))
        {
            writer.WriteInteger(3);
            using (writer.PushSequence(s_zero))
            {
                WriteOriginator(writer, OriginatorAlgorithm(shape), publicKey);
            }

            if (shape.Ukm is { } ukm)
            {
                using (writer.PushSequence(s_one))
                {
                    writer.WriteOctetString(ukm);
                }
            }

            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(shape.Scheme);
                writer.WriteEncodedValue(keyInfo);
            }

            using (writer.PushSequence())
            {
                WriteKey(writer, Identities.Of(KeyAlgorithm.Ed25519).Certificate, shape.ByKeyIdentifier, new byte[24]);
                WriteKey(writer, recipient.Certificate, shape.ByKeyIdentifier, wrapped);
            }
        }

        return writer.Encode();
    }

    private static AlgorithmId OriginatorAlgorithm(Shape shape)
    {
        string oid = shape.Key switch
        {
            KeyAlgorithm.X25519 => Oids.X25519,
            KeyAlgorithm.X448 => Oids.X448,
            _ => Oids.EcPublicKey,
        };
        return shape.OriginatorParameters switch
        {
            "null" => AlgorithmId.WithNull(oid),
            "curve" => new AlgorithmId(oid, Oid(Oids.P521)),
            _ => new AlgorithmId(oid),
        };
    }

    private static void WriteOriginator(AsnWriter writer, AlgorithmId algorithm, byte[] publicKey)
    {
        using (writer.PushSequence(s_one))
        {
            algorithm.Write(writer);
            writer.WriteBitString(publicKey);
        }
    }

    private static void WriteKey(AsnWriter writer, Certificate certificate, bool byKeyIdentifier, byte[] wrapped)
    {
        using (writer.PushSequence())
        {
            if (byKeyIdentifier)
            {
                using (writer.PushSequence(s_zero))
                {
                    writer.WriteOctetString(certificate.SubjectKeyIdentifier!.Value.Span);
                    writer.WriteGeneralizedTime(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), omitFractionalSeconds: true);
                }
            }
            else
            {
                using (writer.PushSequence())
                {
                    writer.WriteEncodedValue(certificate.IssuerDer.Span);
                    writer.WriteInteger(certificate.SerialNumber.Span);
                }
            }

            writer.WriteOctetString(wrapped);
        }
    }

    private (byte[] PublicKey, byte[] Agreed) AgreeWithOpenssl(KeyAlgorithm algorithm, Certificate recipient)
    {
        string[] kind = algorithm switch
        {
            KeyAlgorithm.X25519 => ["-algorithm", "X25519"],
            KeyAlgorithm.X448 => ["-algorithm", "X448"],
            KeyAlgorithm.EcP256 => ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
            KeyAlgorithm.EcP384 => ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
            _ => ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"],
        };
        _openssl.Run(["genpkey", .. kind, "-out", "own.pem"]);
        _openssl.Run("pkey", "-in", "own.pem", "-pubout", "-outform", "DER", "-out", "own.der");
        _openssl.Write("peer.der", recipient.SubjectPublicKeyInfo.Span);
        _openssl.Run("pkey", "-pubin", "-inform", "DER", "-in", "peer.der", "-out", "peer.pem");
        _openssl.Run("pkeyutl", "-derive", "-inkey", "own.pem", "-peerkey", "peer.pem", "-out", "agreed");
        AsnReader fields = new AsnReader(_openssl.Read("own.der"), AsnEncodingRules.DER).ReadSequence();
        _ = fields.ReadSequence();
        return (fields.ReadBitString(out _), _openssl.Read("agreed"));
    }

    private byte[] DeriveWithOpenssl(Shape shape, byte[] agreed, byte[] keyInfo)
    {
        AsnWriter info = new(AsnEncodingRules.BER);
        using (info.PushSequence())
        {
            info.WriteEncodedValue(keyInfo);
            if (shape.Ukm is { } ukm)
            {
                using (info.PushSequence(s_zero))
                {
                    info.WriteOctetString(ukm);
                }
            }

            using (info.PushSequence(s_two))
            {
                info.WriteOctetString([0, 0, 1, 0]);
            }
        }

        bool hkdf = shape.Scheme.StartsWith("1.2.840", StringComparison.Ordinal);
        string digest = shape.Scheme switch
        {
            Oids.EcdhSha384Kdf or Oids.EcdhHkdfSha384 => "SHA384",
            Oids.EcdhSha512Kdf or Oids.EcdhHkdfSha512 => "SHA512",
            _ => "SHA256",
        };
        string[] salt = hkdf && shape.Ukm is { } value ? ["-kdfopt", $"hexsalt:{Convert.ToHexString(value)}"] : [];
        string output = _openssl.Run(
            ["kdf", "-keylen", "32", "-kdfopt", $"digest:{digest}", "-kdfopt", $"{(hkdf ? "hexkey" : "hexsecret")}:{Convert.ToHexString(agreed)}",
            "-kdfopt", $"hexinfo:{Convert.ToHexString(info.Encode())}", .. salt, hkdf ? "HKDF" : "X963KDF"]);
        return Convert.FromHexString(output.Trim().Replace(":", "", StringComparison.Ordinal));
    }

    private static byte[] Oid(string oid)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        return writer.Encode();
    }
}
