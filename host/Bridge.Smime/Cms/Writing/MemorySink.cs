using System.Buffers;

namespace Bridge.Smime.Cms.Writing;

/// <summary>The end of a chain that is kept in memory: for small things only.</summary>
internal sealed class MemorySink : ByteSink
{
    private readonly ArrayBufferWriter<byte> _written = new();

    public override void Write(ReadOnlySpan<byte> data) => _written.Write(data);

    public override void Complete()
    {
    }

    public byte[] ToArray() => _written.WrittenSpan.ToArray();
}
