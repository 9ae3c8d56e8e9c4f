using System.Formats.Asn1;
using Bridge.Keystore.Tokens.Cryptoki;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Tokens;

/// <summary>Finds the private key of a certificate among a token's objects.</summary>
internal static class PrivateKeyObjects
{
    /// <summary>All private keys of the token: CKA_ID, CKA_LABEL, kind of key.</summary>
    internal static IReadOnlyList<(byte[] Id, string Label, string Kind)> List(TokenSession session) =>
    [
        .. session.Find(OfClass(Ck.ClassPrivateKey)).Select(entry => (
            session.Attribute(entry, Ck.AttributeId) ?? [],
            System.Text.Encoding.UTF8.GetString(session.Attribute(entry, Ck.AttributeLabel) ?? []),
            Kind(session, entry))),
    ];

    /// <summary>The object with this CKA_ID that can be the certificate's key; null when there is none.</summary>
    internal static nuint? Find(TokenSession session, byte[] id, Certificate certificate)
    {
        Template wanted = OfClass(Ck.ClassPrivateKey).With(Ck.AttributeId, id);
        foreach (nuint entry in session.Find(wanted))
        {
            if (CanBelong(session, entry, id, certificate))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>CKA_IDs of private keys that can be the certificate's; trying one out shows whether it is.</summary>
    internal static IReadOnlyList<byte[]> Candidates(TokenSession session, Certificate certificate) =>
    [
        .. from entry in session.Find(OfClass(Ck.ClassPrivateKey))
           let id = session.Attribute(entry, Ck.AttributeId) ?? []
           where CanBelong(session, entry, id, certificate)
           select id,
    ];

    internal static Template OfClass(uint kind) => new Template().WithNumber(Ck.AttributeClass, kind);

    // The private object of an RSA key tells its modulus; of other keys the public object beside it tells the point, if it is there.
    private static bool CanBelong(TokenSession session, nuint entry, byte[] id, Certificate certificate)
    {
        if (TypeOf(certificate) is not { } type || session.Functions.NumberAttribute(session.Handle, entry, Ck.AttributeKeyType) != type)
        {
            return false;
        }

        if (type == Ck.KeyRsa)
        {
            return session.Attribute(entry, Ck.AttributeModulus) is not { Length: > 0 } modulus || IsModulus(modulus, certificate);
        }

        byte[][] points = [.. session.Find(OfClass(Ck.ClassPublicKey).With(Ck.AttributeId, id)).Select(p => session.Attribute(p, Ck.AttributeEcPoint)).OfType<byte[]>()];
        return points.Length == 0 || points.Any(p => IsPoint(p, certificate));
    }

    private static uint? TypeOf(Certificate certificate) => certificate.KeyAlgorithm switch
    {
        KeyAlgorithm.Rsa or KeyAlgorithm.RsaPss => Ck.KeyRsa,
        KeyAlgorithm.EcP256 or KeyAlgorithm.EcP384 or KeyAlgorithm.EcP521 => Ck.KeyEc,
        KeyAlgorithm.Ed25519 or KeyAlgorithm.Ed448 => Ck.KeyEcEdwards,
        _ => null,
    };

    private static bool IsModulus(byte[] modulus, Certificate certificate) =>
        PublicKeyInfo.Read(certificate.SubjectPublicKeyInfo, new Limits()).Rsa is { } rsa
        && rsa.Parameters.Modulus.AsSpan().SequenceEqual(modulus.AsSpan().TrimStart((byte)0));

    // The point stands in an OCTET STRING; some modules leave that out.
    private static bool IsPoint(byte[] encoded, Certificate certificate)
    {
        ReadOnlyMemory<byte> point = PublicKeyInfo.Read(certificate.SubjectPublicKeyInfo, new Limits()).Key;
        return encoded.AsSpan().SequenceEqual(point.Span)
            || (AsnDecoder.TryReadPrimitiveOctetString(encoded, AsnEncodingRules.BER, out ReadOnlySpan<byte> inner, out int used)
                && used == encoded.Length && inner.SequenceEqual(point.Span));
    }

    private static string Kind(TokenSession session, nuint entry) =>
        session.Functions.NumberAttribute(session.Handle, entry, Ck.AttributeKeyType) switch
        {
            Ck.KeyRsa => session.Attribute(entry, Ck.AttributeModulus) is { } modulus ? $"RSA {modulus.AsSpan().TrimStart((byte)0).Length * 8}" : "RSA",
            Ck.KeyEc => Curve(session.Attribute(entry, Ck.AttributeEcParams)),
            Ck.KeyEcEdwards => "EdDSA",
            { } other => $"0x{other:X}",
            null => "?",
        };

    private static string Curve(byte[]? parameters)
    {
        try
        {
            return parameters is null ? "EC" : NamedCurve.Read(new AlgorithmId(Oids.EcPublicKey, parameters)).Name;
        }
        catch (UnsupportedAlgorithmException)
        {
            return "EC";
        }
    }
}
