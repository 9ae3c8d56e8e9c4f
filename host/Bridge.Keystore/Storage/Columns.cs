using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Storage;

/// <summary>How values stand in columns: times as Unix milliseconds UTC, binary as BLOB.</summary>
internal static class Columns
{
    internal static long Store(this DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    internal static DateTimeOffset GetTime(this SqliteDataReader reader, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    internal static DateTimeOffset? GetTimeOrNull(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetTime(column);

    internal static byte[] GetBytes(this SqliteDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    internal static byte[]? GetBytesOrNull(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetBytes(column);

    internal static string? GetText(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>A fingerprint as it is named outside: lower-case hex.</summary>
    internal static string? GetFingerprint(this SqliteDataReader reader, int column) =>
        reader.GetBytesOrNull(column) is { } bytes ? Convert.ToHexStringLower(bytes) : null;

    internal static byte[] Fingerprint(string sha256) => sha256.Length == 64 && sha256.All(char.IsAsciiHexDigit)
        ? Convert.FromHexString(sha256)
        : [];
}
