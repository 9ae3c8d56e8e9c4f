using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Bridge.Keystore.Backup;

/// <summary>
/// One record of a backup: a word, and values as the database has them (null, <see cref="long"/>, <see cref="string"/>,
/// <see cref="byte"/>[]). On the way it is a JSON array behind its length; bytes are base64 in an array of their own.
/// </summary>
internal sealed record BackupRecord(string Word, IReadOnlyList<object?> Values)
{
    /// <summary>A certificate revocation list is the largest thing in a keystore.</summary>
    private const int Largest = 64 << 20;

    /// <returns>Null at the end.</returns>
    /// <exception cref="JsonException">Not a record.</exception>
    internal static BackupRecord? Read(Stream source)
    {
        Span<byte> prefix = stackalloc byte[4];
        int read = source.ReadAtLeast(prefix, 4, throwOnEndOfStream: false);
        if (read == 0)
        {
            return null;
        }

        int length = read == 4 ? BinaryPrimitives.ReadInt32BigEndian(prefix) : -1;
        if (length is < 2 or > Largest)
        {
            throw new JsonException("A record of an impossible length.");
        }

        byte[] text = new byte[length];
        try
        {
            return source.ReadAtLeast(text, length, throwOnEndOfStream: false) == length ? Parse(text) : throw new JsonException("A record without its end.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static BackupRecord Parse(ReadOnlySpan<byte> text)
    {
        Utf8JsonReader json = new(text);
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray || !json.Read() || json.GetString() is not { } word)
        {
            throw new JsonException("Not a record.");
        }

        List<object?> values = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            values.Add(ReadValue(ref json));
        }

        return new BackupRecord(word, values);
    }

    private static object? ReadValue(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number:
                return json.GetInt64();
            case JsonTokenType.String:
                return json.GetString();
            case JsonTokenType.StartArray when json.Read():
                byte[] bytes = json.GetBytesFromBase64();
                return json.Read() && json.TokenType == JsonTokenType.EndArray ? bytes : throw new JsonException("Not a value.");
            default:
                throw new JsonException("Not a value.");
        }
    }
}
