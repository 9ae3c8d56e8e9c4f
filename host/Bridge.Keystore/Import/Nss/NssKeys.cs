using System.Formats.Asn1;
using Bridge.Keystore.Vault;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Import.Nss;

/// <summary>
/// Private keys of a <c>key4.db</c>. A row is a PKCS#11 object; its columns are called after the attributes' numbers, in hex.
/// </summary>
internal static class NssKeys
{
    private const string Columns = "hex(a102), a3, a100, a120, a122, a123, a124, a125, a126, a127, a128, a180, a11";
    private const int PrivateKey = 3, Rsa = 0, Ec = 3;

    /// <returns>The keys by their CKA_ID, which their certificates have too. Kinds that are not for mail are passed over.</returns>
    internal static List<(string Id, ImportedKey Key)> Read(NssDatabase database, NssPassword password) =>
        [.. database.Query($"SELECT a0, {Columns} FROM nssPrivate", row => Read(row, password)).OfType<(string, ImportedKey)>()];

    private static (string Id, ImportedKey Key)? Read(SqliteDataReader row, NssPassword password)
    {
        if (Number(row, 0) != PrivateKey)
        {
            return null;
        }

        SecretBytes? pkcs8 = Number(row, 3) switch
        {
            Rsa => ReadRsa(row, password),
            Ec => ReadEc(row, password),
            _ => null,
        };
        string? name = NssDatabase.Attribute(row, 2) is { } label ? System.Text.Encoding.UTF8.GetString(label) : null;
        return pkcs8 is null ? null : (row.GetString(1), new ImportedKey(pkcs8, name));
    }

    // RFC 8017 appendix A.1.2.
    private static SecretBytes ReadRsa(SqliteDataReader row, NssPassword password)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            writer.WriteIntegerUnsigned(Unsigned(Required(row, 4)));
            writer.WriteIntegerUnsigned(Unsigned(Required(row, 5)));
            for (int column = 6; column <= 11; column++)
            {
                using SecretBytes part = password.Open(Required(row, column));
                writer.WriteIntegerUnsigned(Unsigned(part.Span));
            }
        }

        return Finish(writer, key => TraditionalKeys.FromRsa(key.Span));
    }

    // RFC 5915; the number may be stored without its leading zeros.
    private static SecretBytes ReadEc(SqliteDataReader row, NssPassword password)
    {
        byte[] curve = Required(row, 12);
        using SecretBytes number = password.Open(Required(row, 13));
        using SecretBytes padded = new(Math.Max(FieldBytes(curve), number.Length));
        number.Span.CopyTo(padded.Span[(padded.Length - number.Length)..]);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteOctetString(padded.Span);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                writer.WriteEncodedValue(curve);
            }
        }

        return Finish(writer, key => TraditionalKeys.FromEc(key.Memory));
    }

    private static SecretBytes Finish(AsnWriter writer, Func<SecretBytes, SecretBytes> wrap)
    {
        using SecretBytes key = new(writer.GetEncodedLength());
        writer.Encode(key.Span);
        // The writer zeroes its own buffer.
        writer.Reset();
        return wrap(key);
    }

    private static int FieldBytes(byte[] curve) => new AsnReader(curve, AsnEncodingRules.BER).ReadObjectIdentifier() switch
    {
        "1.2.840.10045.3.1.7" => 32,
        "1.3.132.0.34" => 48,
        "1.3.132.0.35" => 66,
        _ => 0,
    };

    private static ReadOnlySpan<byte> Unsigned(ReadOnlySpan<byte> number) => number.TrimStart((byte)0) is { IsEmpty: false } trimmed ? trimmed : [0];

    private static byte[] Required(SqliteDataReader row, int column) =>
        NssDatabase.Attribute(row, column) ?? throw new InvalidDataException("A private key without one of its parts.");

    // CK_ULONG, stored as four bytes.
    internal static long Number(SqliteDataReader row, int column) =>
        NssDatabase.Attribute(row, column) is { Length: 4 } bytes ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes) : -1;
}
