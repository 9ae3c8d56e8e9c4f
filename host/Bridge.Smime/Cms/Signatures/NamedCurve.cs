using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Errors;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X9;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>
/// A named elliptic curve (RFC 5480 section 2.1.1.1). Curves spelled out by their parameters are refused: a signer could
/// choose a generator that makes somebody else's public key his own.
/// </summary>
/// <param name="Oid">Object identifier.</param>
/// <param name="Name">For people: <c>P-256</c>.</param>
/// <param name="Bits">Field size.</param>
public sealed record NamedCurve(string Oid, string Name, int Bits)
{
    private static readonly NamedCurve[] s_all =
    [
        new(Oids.P256, "P-256", 256),
        new(Oids.P384, "P-384", 384),
        new(Oids.P521, "P-521", 521),
        new("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1", 256),
        new("1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1", 384),
        new("1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1", 512),
    ];

    /// <exception cref="UnsupportedAlgorithmException">No named curve, or one that is not done.</exception>
    public static NamedCurve Read(AlgorithmId key)
    {
        try
        {
            AsnReader reader = new(key.Parameters, AsnEncodingRules.BER);
            return ByOid(reader.ReadObjectIdentifier());
        }
        catch (AsnContentException)
        {
            throw new UnsupportedAlgorithmException("EC", "Only named curves are accepted.");
        }
    }

    /// <exception cref="UnsupportedAlgorithmException">A curve that is not done.</exception>
    public static NamedCurve ByOid(string oid) =>
        s_all.FirstOrDefault(c => c.Oid == oid) ?? throw new UnsupportedAlgorithmException(oid, "This elliptic curve is not done.");

    /// <summary>The curve of <see cref="Values.KeyAlgorithm.EcOther"/> with points of that many bytes, compressed or not; null when none is done.</summary>
    internal static NamedCurve? OtherBySize(int pointBytes) => s_all
        .Except([ByOid(Oids.P256), ByOid(Oids.P384), ByOid(Oids.P521)])
        .FirstOrDefault(c => pointBytes == c.Bits / 8 + 1 || pointBytes == (c.Bits / 4) + 1);

    /// <summary>Bytes that name a public key on this curve.</summary>
    internal byte[] IdOf(ReadOnlySpan<byte> point) => [.. System.Text.Encoding.ASCII.GetBytes(Oid), 0, .. point];

    /// <summary>The public point as .NET takes it; compressed points are expanded.</summary>
    /// <exception cref="MalformedException">Code <c>public-key-malformed</c>: not a point of this curve's size.</exception>
    public ECParameters Parameters(ReadOnlyMemory<byte> point)
    {
        ReadOnlySpan<byte> bytes = point.Span;
        int size = (Bits + 7) / 8;
        if (bytes.Length == size + 1 && bytes[0] is 2 or 3)
        {
            bytes = Expand(bytes.ToArray());
        }

        if (bytes.Length != (2 * size) + 1 || bytes[0] != 4)
        {
            throw PublicKeyInfo.Malformed("An elliptic-curve point has the wrong form or length.");
        }

        ECPoint q = new() { X = bytes.Slice(1, size).ToArray(), Y = bytes[(size + 1)..].ToArray() };
        return new ECParameters { Curve = ECCurve.CreateFromValue(Oid), Q = q };
    }

    private byte[] Expand(byte[] compressed)
    {
        try
        {
            X9ECParameters curve = ECNamedCurveTable.GetByOid(new DerObjectIdentifier(Oid));
            return curve.Curve.DecodePoint(compressed).Normalize().GetEncoded(false);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or ArithmeticException)
        {
            throw PublicKeyInfo.Malformed("A compressed elliptic-curve point is on no curve.", e);
        }
    }
}
