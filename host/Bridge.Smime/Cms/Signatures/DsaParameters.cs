using System.Formats.Asn1;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>Inheritance of DSA parameters along a path (RFC 3279 section 2.3.2, RFC 5280 section 6.1.4 f).</summary>
public static class DsaParameters
{
    /// <summary>Whether this is a DSA key without parameters of its own.</summary>
    public static bool AreInherited(ReadOnlyMemory<byte> spki)
    {
        try
        {
            AlgorithmId algorithm = PublicKeyInfo.Read(spki, new Limits()).Algorithm;
            return algorithm.Oid == Oids.Dsa && algorithm.HasNoParameters;
        }
        catch (Exception e) when (e is MalformedException or UnsupportedAlgorithmException)
        {
            return false;
        }
    }

    /// <summary>The subject's SubjectPublicKeyInfo completed with the issuer's parameters; unchanged when nothing is inherited.</summary>
    /// <exception cref="MalformedException">Code <c>public-key-malformed</c>.</exception>
    public static ReadOnlyMemory<byte> Inherit(ReadOnlyMemory<byte> subject, ReadOnlyMemory<byte> issuer)
    {
        if (!AreInherited(subject))
        {
            return subject;
        }

        Limits limits = new();
        PublicKeyInfo key = PublicKeyInfo.Read(subject, limits);
        PublicKeyInfo from = PublicKeyInfo.Read(issuer, limits);
        if (from.Algorithm.Oid != Oids.Dsa)
        {
            return subject;
        }

        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            from.Algorithm.Write(writer);
            writer.WriteBitString(key.Key.Span);
        }

        return writer.Encode();
    }
}
