using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Bridge.Keystore.Keys;

/// <summary>
/// The private-key CHOICE that ML-DSA (RFC 9881 section 6) and ML-KEM (RFC 9935 section 6) share: a seed [0], the expanded
/// key, or both.
/// </summary>
internal sealed record SeedOrExpanded(byte[]? Seed, byte[]? Expanded)
{
    public static SeedOrExpanded Read(byte[] secret)
    {
        AsnReader reader = new(secret, AsnEncodingRules.BER);
        Asn1Tag seedTag = new(TagClass.ContextSpecific, 0);
        Asn1Tag tag = reader.PeekTag();
        SeedOrExpanded read;
        if (tag.HasSameClassAndValue(seedTag))
        {
            read = new SeedOrExpanded(reader.ReadOctetString(seedTag), null);
        }
        else if (tag.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString))
        {
            read = new SeedOrExpanded(null, reader.ReadOctetString());
        }
        else
        {
            AsnReader both = reader.ReadSequence();
            read = new SeedOrExpanded(both.ReadOctetString(), both.ReadOctetString());
            both.ThrowIfNotEmpty();
        }

        reader.ThrowIfNotEmpty();
        return read;
    }

    /// <summary>Builds the key, then wipes both forms; where both are given they must be of one key.</summary>
    public TKey Build<TKey>(int seedBytes, Func<byte[], TKey> fromSeed, Func<byte[], TKey> fromExpanded, Func<TKey, byte[]> expand)
    {
        try
        {
            return Build(seedBytes, fromSeed, fromExpanded, expand, Seed, Expanded);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(Seed);
            CryptographicOperations.ZeroMemory(Expanded);
        }
    }

    // The library may keep the array that it is given, so it gets one of its own.
    private static TKey Build<TKey>(
        int seedBytes, Func<byte[], TKey> fromSeed, Func<byte[], TKey> fromExpanded, Func<TKey, byte[]> expand, byte[]? seed, byte[]? expanded)
    {
        if (seed is null)
        {
            return fromExpanded([.. expanded!]);
        }

        if (seed.Length != seedBytes)
        {
            throw Pkcs8Reader.Malformed("A private-key seed has the wrong length.");
        }

        TKey key = fromSeed([.. seed]);
        return expanded is null || CryptographicOperations.FixedTimeEquals(expand(key), expanded)
            ? key
            : throw Pkcs8Reader.Malformed("Seed and expanded private key are not of one key.");
    }
}
