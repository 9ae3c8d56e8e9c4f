using System.Formats.Asn1;
using System.Numerics;
using Bridge.Keystore.Vault;
using Org.BouncyCastle.Crypto.Generators;

namespace Bridge.Keystore.Import;

/// <summary>The password-based key derivations of PKCS#5 v2 (RFC 8018) and scrypt (RFC 7914), as their AlgorithmIdentifier says.</summary>
internal static class KeyDerivation
{
    internal static SecretBytes Derive(AsnReader algorithm, ReadOnlySpan<byte> password, int? length, IterationBudget budget)
    {
        string oid = algorithm.ReadObjectIdentifier();
        AsnReader parameters = algorithm.ReadSequence();
        return oid switch
        {
            "1.2.840.113549.1.5.12" => Pbkdf2(parameters, password, length, budget),
            "1.3.6.1.4.1.11591.4.11" => Scrypt(parameters, password, length, budget),
            _ => throw new NotSupportedException($"key derivation {oid}"),
        };
    }

    private static SecretBytes Pbkdf2(AsnReader parameters, ReadOnlySpan<byte> password, int? length, IterationBudget budget)
    {
        byte[] salt = parameters.ReadOctetString();
        BigInteger iterations = parameters.ReadInteger();
        int size = Length(parameters, length);
        ImportDigest digest = parameters.HasData
            ? ImportDigest.ByHmacOid(parameters.ReadSequence().ReadObjectIdentifier())
            : ImportDigest.Sha1;
        return digest.Pbkdf2(password, salt, budget.Take(iterations, digest.BlocksFor(size)), size);
    }

    private static SecretBytes Scrypt(AsnReader parameters, ReadOnlySpan<byte> password, int? length, IterationBudget budget)
    {
        byte[] salt = parameters.ReadOctetString();
        BigInteger cost = parameters.ReadInteger();
        BigInteger block = parameters.ReadInteger();
        BigInteger parallel = parameters.ReadInteger();
        BigInteger bytes = 128 * cost * block;
        if (bytes > ImportLimits.ScryptBytes || cost < 2 || block < 1 || parallel < 1)
        {
            throw ImportRefusals.Limit("import-scrypt-bytes", (long)BigInteger.Min(bytes, long.MaxValue), ImportLimits.ScryptBytes);
        }

        budget.Take(cost * block * parallel);
        byte[] secret = password.ToArray();
        try
        {
            return new SecretBytes(SCrypt.Generate(secret, salt, (int)cost, (int)block, (int)parallel, Length(parameters, length)));
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(secret);
        }
    }

    // keyLength is optional; where the cipher fixes a length, the file must not contradict it.
    private static int Length(AsnReader parameters, int? expected)
    {
        int? stated = null;
        if (parameters.HasData && parameters.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            BigInteger value = parameters.ReadInteger();
            stated = value > 0 && value <= 128 ? (int)value : throw new AsnContentException("A key length out of range.");
        }

        if (stated is { } length && expected is { } fixedLength && length != fixedLength)
        {
            throw new AsnContentException("The key length does not fit the cipher.");
        }

        return stated ?? expected ?? throw new AsnContentException("No key length.");
    }
}
