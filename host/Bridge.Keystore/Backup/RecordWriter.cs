using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Bridge.Keystore.Vault;

namespace Bridge.Keystore.Backup;

/// <summary>Writes the records that <see cref="BackupRecord"/> reads.</summary>
internal sealed class RecordWriter(ChunkSealer target) : IDisposable
{
    // Large enough for a private key: a buffer that grows would leave a copy of it behind.
    private readonly ArrayBufferWriter<byte> _buffer = new(32 * 1024);
    private readonly Utf8JsonWriter _json = new(Stream.Null);

    internal void Write(string word, params IEnumerable<object?> values)
    {
        _json.Reset(_buffer);
        _json.WriteStartArray();
        _json.WriteStringValue(word);
        foreach (object? value in values)
        {
            WriteValue(value);
        }

        _json.WriteEndArray();
        _json.Flush();
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, _buffer.WrittenCount);
        target.Write(length);
        target.Write(_buffer.WrittenSpan);
        // Zeroes what was written.
        _buffer.Clear();
    }

    public void Dispose() => _json.Dispose();

    private void WriteValue(object? value)
    {
        switch (value)
        {
            case null or DBNull:
                _json.WriteNullValue();
                break;
            case long number:
                _json.WriteNumberValue(number);
                break;
            case string text:
                _json.WriteStringValue(text);
                break;
            case byte[] bytes:
                WriteBytes(bytes);
                break;
            case SecretBytes secret:
                WriteBytes(secret.Span);
                break;
            default:
                throw new NotSupportedException($"{value.GetType().Name} is not a type of a column.");
        }
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        _json.WriteStartArray();
        _json.WriteBase64StringValue(bytes);
        _json.WriteEndArray();
    }
}
