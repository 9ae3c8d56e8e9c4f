using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Keystore.Vault;

namespace Bridge.Keystore.Import;

/// <summary>The integrity check of a PKCS#12 file: HMAC under the PKCS#12 derivation (RFC 7292) or PBMAC1 (RFC 9579).</summary>
internal sealed class Pkcs12Mac
{
    private const string Pbmac1 = "1.2.840.113549.1.5.14";

    private readonly ReadOnlyMemory<byte> _macData;

    internal Pkcs12Mac(ReadOnlyMemory<byte> macData) => _macData = macData;

    /// <summary>Whether the passphrase is the one and the content is unaltered; the two cannot be told apart here.</summary>
    internal bool Holds(ReadOnlySpan<byte> content, PassphraseForm passphrase, IterationBudget budget)
    {
        AsnReader macData = new AsnReader(_macData, AsnEncodingRules.BER).ReadSequence();
        AsnReader digestInfo = macData.ReadSequence();
        AsnReader algorithm = digestInfo.ReadSequence();
        byte[] expected = digestInfo.ReadOctetString();
        string oid = algorithm.ReadObjectIdentifier();
        byte[] actual = oid == Pbmac1
            ? ComputePbmac1(algorithm.ReadSequence(), content, passphrase, budget)
            : Compute(ImportDigest.ByOid(oid), macData, content, passphrase, budget);
        return CryptographicOperations.FixedTimeEquals(expected, actual);
    }

    private static byte[] Compute(ImportDigest digest, AsnReader macData, ReadOnlySpan<byte> content, PassphraseForm passphrase, IterationBudget budget)
    {
        byte[] salt = macData.ReadOctetString();
        int iterations = macData.HasData ? budget.Take(macData.ReadInteger(), digest.BlocksFor(digest.Size)) : 1;
        using SecretBytes key = Pkcs12Kdf.Derive(digest, Pkcs12Kdf.ForMac, passphrase.Wide, salt, iterations, digest.Size);
        return digest.Hmac(key.Span, content);
    }

    private static byte[] ComputePbmac1(AsnReader parameters, ReadOnlySpan<byte> content, PassphraseForm passphrase, IterationBudget budget)
    {
        AsnReader derivation = parameters.ReadSequence();
        ImportDigest digest = ImportDigest.ByHmacOid(parameters.ReadSequence().ReadObjectIdentifier());
        // RFC 9579 section 4: the file must state the key's length.
        using SecretBytes key = KeyDerivation.Derive(derivation, passphrase.Narrow, null, budget);
        return digest.Hmac(key.Span, content);
    }
}
