using System.Buffers;
using Bridge.Smime.Errors;

namespace Bridge.Smime.Reading.Evidence;

/// <summary>Bytes of a message that are kept in memory as they pass.</summary>
/// <param name="most">Most bytes; more is a refusal, for half of a proof proves nothing.</param>
internal sealed class KeptBytes(long most)
{
    private ArrayBufferWriter<byte>? _bytes = new();

    public ReadOnlyMemory<byte> Value => _bytes?.WrittenMemory ?? default;

    /// <exception cref="RefusalException"><c>limit-exceeded</c>.</exception>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_bytes is null)
        {
            return;
        }

        if (_bytes.WrittenCount + bytes.Length > most)
        {
            throw Refusals.LimitExceeded("held-bytes", advice: "A proof of it cannot be put together in memory.");
        }

        _bytes.Write(bytes);
    }

    /// <summary>They are not wanted after all.</summary>
    public void Forget() => _bytes = null;
}
