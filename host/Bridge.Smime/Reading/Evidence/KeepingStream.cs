using Bridge.Smime.Streams;

namespace Bridge.Smime.Reading.Evidence;

/// <summary>Hands on what it reads, and keeps it.</summary>
internal sealed class KeepingStream(Stream input, KeptBytes kept) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        int read = input.Read(buffer);
        kept.Add(buffer[..read]);
        return read;
    }
}
