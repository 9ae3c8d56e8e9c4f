using System.Formats.Asn1;
using Bridge.Smime.Errors;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Values;

namespace Bridge.Smime.Cms.KeyManagement;

/// <summary>OriginatorPublicKey (RFC 5652 section 6.2.2): the sender's key made for one message.</summary>
internal sealed record OriginatorKey(AlgorithmId Algorithm, ReadOnlyMemory<byte> Key)
{
    /// <summary>For people. The curve is the recipient's, and often stands nowhere else: it is told by the size of the point.</summary>
    public string Name => Algorithm.Oid switch
    {
        Oids.X25519 => "X25519",
        Oids.X448 => "X448",
        Oids.EcPublicKey => $"ECDH-ES {CurveName}".TrimEnd(),
        var other => other,
    };

    private string CurveName
    {
        get
        {
            try
            {
                return Algorithm.HasNoParameters ? BySize() : NamedCurve.Read(Algorithm).Name;
            }
            catch (UnsupportedAlgorithmException)
            {
                return "";
            }
        }
    }

    public static OriginatorKey Read(AsnReader fields)
    {
        AlgorithmId algorithm = AlgorithmId.Read(fields);
        byte[] key = fields.ReadBitString(out int unused);
        fields.ThrowIfNotEmpty();
        return unused == 0 ? new OriginatorKey(algorithm, key) : throw RecipientInfo.Malformed("An originator's key is not whole bytes.");
    }

    /// <summary>
    /// SubjectPublicKeyInfo of the originator's key on the recipient's curve (RFC 5753 section 3.1.1: parameters absent, NULL,
    /// or that curve). Null when it is a key of another kind or curve.
    /// </summary>
    /// <exception cref="UnsupportedAlgorithmException">A kind of key that takes part in no agreement here.</exception>
    public byte[]? ForKey(KeyAlgorithm recipient)
    {
        AlgorithmId? expected = recipient switch
        {
            KeyAlgorithm.EcP256 => OnCurve(Oids.P256),
            KeyAlgorithm.EcP384 => OnCurve(Oids.P384),
            KeyAlgorithm.EcP521 => OnCurve(Oids.P521),
            KeyAlgorithm.EcOther => Algorithm.HasNoParameters ? OnOtherCurve() : Algorithm,
            KeyAlgorithm.X25519 => new AlgorithmId(Oids.X25519),
            KeyAlgorithm.X448 => new AlgorithmId(Oids.X448),
            _ => null,
        };
        if (Algorithm.Oid is not (Oids.EcPublicKey or Oids.X25519 or Oids.X448))
        {
            throw new UnsupportedAlgorithmException(Algorithm.Oid, "This kind of key agreement is not done.");
        }

        bool fits = expected is not null && expected.Oid == Algorithm.Oid && (Algorithm.HasNoParameters || Algorithm.Equals(expected));
        return fits ? Encode(expected!) : null;
    }

    // Of the curves that are done, those besides the three of NIST differ in size.
    private AlgorithmId? OnOtherCurve() => NamedCurve.OtherBySize(Key.Length) is { } curve ? OnCurve(curve.Oid) : null;

    private static AlgorithmId OnCurve(string oid)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        return new AlgorithmId(Oids.EcPublicKey, writer.Encode());
    }

    private string BySize() => (Key.Length, Key.Span is [2 or 3, ..]) switch
    {
        (65, _) or (33, true) => "P-256",
        (97, _) or (49, true) => "P-384",
        (133, _) or (67, true) => "P-521",
        _ => "",
    };

    private byte[] Encode(AlgorithmId algorithm)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            algorithm.Write(writer);
            writer.WriteBitString(Key.Span);
        }

        return writer.Encode();
    }
}
