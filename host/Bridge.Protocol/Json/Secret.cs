using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bridge.Protocol.Json;

/// <summary>What a user typed into a passphrase prompt. It is zeroed on disposal and never turned into a string by this layer.</summary>
[JsonConverter(typeof(Converter))]
public sealed class Secret : IDisposable
{
    private readonly char[] _characters;

    private Secret(char[] characters) => _characters = characters;

    public ReadOnlySpan<char> Characters => _characters;

    /// <summary>The same characters, for callers that hold on to them until disposal.</summary>
    public ReadOnlyMemory<char> Memory => _characters;

    public static Secret From(ReadOnlySpan<char> characters)
    {
        char[] pinned = GC.AllocateUninitializedArray<char>(characters.Length, pinned: true);
        characters.CopyTo(pinned);
        return new Secret(pinned);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_characters.AsSpan()));

    /// <summary>A placeholder, so that no log line or debugger shows the secret.</summary>
    public override string ToString() => "(secret)";

    internal sealed class Converter : JsonConverter<Secret>
    {
        private const int MaximumBytes = 4096;

        public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > MaximumBytes)
            {
                throw new JsonException("A secret is a string of bounded length.");
            }

            Span<char> characters = stackalloc char[MaximumBytes];
            int length = reader.CopyString(characters);
            try
            {
                return From(characters[..length]);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(characters));
            }
        }

        public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Characters);
    }
}
