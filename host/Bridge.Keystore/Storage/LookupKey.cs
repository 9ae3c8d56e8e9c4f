using System.Security.Cryptography;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Storage;

/// <summary>
/// Short, uniform index keys for names and identifiers of any length. A match is always confirmed against the certificate
/// itself, so a collision costs time and never a wrong answer.
/// </summary>
internal static class LookupKey
{
    private const int Size = 16;

    /// <summary>Equal for names that RFC 5280 section 7.1 calls equal.</summary>
    internal static byte[] OfName(ReadOnlyMemory<byte> nameDer) => OfName(DistinguishedName.Read(nameDer));

    internal static byte[] OfName(DistinguishedName name) => Convert.FromHexString(name.Key.AsSpan(0, 2 * Size));

    internal static byte[] OfIssuerAndSerial(ReadOnlySpan<byte> issuerDer, ReadOnlySpan<byte> serial) =>
        Digest("issuer-serial"u8, issuerDer, serial);

    internal static byte[] OfKeyIdentifier(ReadOnlySpan<byte> identifier) => Digest("key-identifier"u8, identifier, default);

    /// <summary>The column and key by which an identifier is looked up.</summary>
    internal static (string Column, byte[] Key) Of(CertificateIdentifier identifier) =>
        identifier.SubjectKeyIdentifier is { } ski
            ? ("key_identifier", OfKeyIdentifier(ski.Span))
            : ("issuer_serial", OfIssuerAndSerial(identifier.IssuerDer.Span, identifier.SerialNumber.Span));

    /// <summary>Column and key in one text.</summary>
    internal static string TextOf(CertificateIdentifier identifier)
    {
        (string column, byte[] key) = Of(identifier);
        return $"{column}:{Convert.ToHexStringLower(key)}";
    }

    private static byte[] Digest(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(kind);
        hash.AppendData(first);
        hash.AppendData(second);
        return hash.GetHashAndReset()[..Size];
    }
}
