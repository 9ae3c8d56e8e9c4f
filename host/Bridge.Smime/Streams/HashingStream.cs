using Bridge.Smime.Reading.Mime;

namespace Bridge.Smime.Streams;

/// <summary>Hands on what it reads, and lets a hasher see it.</summary>
internal sealed class HashingStream(Stream input, ContentHasher hasher) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        int read = input.Read(buffer);
        if (read > 0)
        {
            hasher.Append(buffer[..read]);
        }

        return read;
    }
}
