using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bridge.Protocol.Json;

/// <summary>
/// Bytes of one chunk in a pooled buffer, base64 on the wire. Whoever takes the message out of the codec disposes it;
/// the buffer is cleared, because it holds mail in the clear.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class ChunkData : IDisposable
{
    private byte[]? _buffer;
    private readonly int _length;

    private ChunkData(byte[] buffer, int length)
    {
        _buffer = buffer;
        _length = length;
    }

    public static ChunkData Empty { get; } = new([], 0);

    public ReadOnlyMemory<byte> Memory => _buffer is { } buffer ? buffer.AsMemory(0, _length) : throw new ObjectDisposedException(nameof(ChunkData));

    public int Length => _length;

    /// <summary>Copies the bytes into a buffer of its own.</summary>
    public static ChunkData CopyOf(ReadOnlySpan<byte> bytes)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, bytes.Length));
        bytes.CopyTo(buffer);
        return new ChunkData(buffer, bytes.Length);
    }

    public void Dispose()
    {
        if (_length > 0 && Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            buffer.AsSpan(0, _length).Clear();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    internal sealed class Converter : JsonConverter<ChunkData>
    {
        public override ChunkData Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                throw new JsonException("Chunk data is a base64 string.");
            }

            if (reader.ValueIsEscaped || reader.HasValueSequence)
            {
                byte[] unescaped = reader.GetBytesFromBase64();
                ChunkData copy = CopyOf(unescaped);
                unescaped.AsSpan().Clear();
                return copy;
            }

            return Decode(reader.ValueSpan);
        }

        public override void Write(Utf8JsonWriter writer, ChunkData value, JsonSerializerOptions options) =>
            writer.WriteBase64StringValue(value.Memory.Span);

        private static ChunkData Decode(ReadOnlySpan<byte> text)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, Base64.GetMaxDecodedFromUtf8Length(text.Length)));
            OperationStatus status = Base64.DecodeFromUtf8(text, buffer, out int consumed, out int written);
            if (status == OperationStatus.Done && consumed == text.Length)
            {
                return new ChunkData(buffer, written);
            }

            buffer.AsSpan(0, written).Clear();
            ArrayPool<byte>.Shared.Return(buffer);
            throw new JsonException("Chunk data is not base64.");
        }
    }
}
