using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Bridge.Keystore.Vault;
using Bridge.Smime.Errors;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Import.Nss;

/// <summary>
/// Opens what NSS sealed in a <c>key4.db</c> under the primary password: PBES2 as it has written since 3.49, and Triple DES under its
/// own derivation before. Without a primary password everything is sealed under the empty one.
/// </summary>
internal sealed class NssPassword : IDisposable
{
    private const string Pbes2 = "1.2.840.113549.1.5.13", Sha1TripleDes = "1.2.840.113549.1.12.5.1.3", Aes256 = "2.16.840.1.101.3.4.1.42";

    private readonly SecretBytes _secret;
    private readonly IterationBudget _budget = new();

    private NssPassword(SecretBytes secret) => _secret = secret;

    /// <returns>Null when the database has never had a password set, and therefore no keys.</returns>
    /// <exception cref="RefusalException"><c>passphrase-wrong</c>.</exception>
    internal static NssPassword? Check(NssDatabase keys, ReadOnlySpan<char> password)
    {
        List<(byte[] Salt, byte[] Check)> rows = keys.Query(
            "SELECT item1, item2 FROM metaData WHERE id = 'password'", static (SqliteDataReader r) => (r.GetFieldValue<byte[]>(0), r.GetFieldValue<byte[]>(1)));
        if (rows is not [(byte[] salt, byte[] check)])
        {
            return null;
        }

        NssPassword known = new(Derive(salt, password));
        try
        {
            using SecretBytes opened = known.Open(check);
            if (opened.Span.SequenceEqual("password-check"u8))
            {
                return known;
            }
        }
        catch (PassphraseMismatchException)
        {
            // Told below, like a check that opens to something else.
        }

        known.Dispose();
        throw ImportRefusals.WrongPassphrase(!password.IsEmpty);
    }

    /// <summary>Opens one sealed value: an AlgorithmIdentifier and an OCTET STRING.</summary>
    /// <exception cref="PassphraseMismatchException">Bad padding.</exception>
    internal SecretBytes Open(ReadOnlyMemory<byte> box)
    {
        AsnReader info = new AsnReader(box, AsnEncodingRules.BER).ReadSequence();
        AsnReader algorithm = info.ReadSequence();
        byte[] encrypted = info.ReadOctetString();
        string oid = algorithm.ReadObjectIdentifier();
        AsnReader parameters = algorithm.ReadSequence();
        return oid switch
        {
            Pbes2 => OpenPbes2(parameters, encrypted),
            Sha1TripleDes => OpenTripleDes(parameters, encrypted),
            _ => throw new NotSupportedException($"NSS encryption {oid}"),
        };
    }

    public void Dispose() => _secret.Dispose();

    private static SecretBytes Derive(byte[] salt, ReadOnlySpan<char> password)
    {
        using SecretBytes input = new(salt.Length + Encoding.UTF8.GetByteCount(password));
        salt.CopyTo(input.Span);
        Encoding.UTF8.GetBytes(password, input.Span[salt.Length..]);
        SecretBytes secret = new(SHA1.HashSizeInBytes);
        SHA1.HashData(input.Span, secret.Span);
        return secret;
    }

    private SecretBytes OpenPbes2(AsnReader parameters, byte[] encrypted)
    {
        AsnReader derivation = parameters.ReadSequence();
        AsnReader scheme = parameters.ReadSequence();
        string cipher = scheme.ReadObjectIdentifier();
        if (cipher != Aes256)
        {
            throw new NotSupportedException($"NSS cipher {cipher}");
        }

        // NSS takes the whole DER of its 14-byte OCTET STRING as the initialisation vector.
        ReadOnlyMemory<byte> iv = scheme.ReadEncodedValue();
        using SecretBytes key = KeyDerivation.Derive(derivation, _secret.Span, 32, _budget);
        return FileCipher.Aes(32).Decrypt(key.Span, iv.Length == 16 ? iv.Span : iv.Span[2..], encrypted);
    }

    private SecretBytes OpenTripleDes(AsnReader parameters, byte[] encrypted)
    {
        byte[] salt = parameters.ReadOctetString();
        byte[] padded = new byte[Math.Max(20, salt.Length)];
        salt.CopyTo(padded, 0);
        using SecretBytes mixed = new(SHA1.HashSizeInBytes), stream = new(40);
        byte[] input = [.. _secret.Span, .. salt];
        SHA1.HashData(input, mixed.Span);
        HMACSHA1.HashData(mixed.Span, [.. padded, .. salt], stream.Span[..20]);
        byte[] middle = HMACSHA1.HashData(mixed.Span, padded);
        HMACSHA1.HashData(mixed.Span, [.. middle, .. salt], stream.Span[20..]);
        CryptographicOperations.ZeroMemory(input);
        return FileCipher.TripleDes(24).Decrypt(stream.Span[..24], stream.Span[32..], encrypted);
    }
}
