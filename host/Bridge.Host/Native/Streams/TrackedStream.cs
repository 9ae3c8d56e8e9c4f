using Bridge.Smime.Streams;

namespace Bridge.Host.Native.Streams;

/// <summary>Reads another stream and tells after each read how many bytes it has read in all.</summary>
internal sealed class TrackedStream(Stream inner, Action<long> read) : ForwardStream
{
    private long _total;

    public override int Read(Span<byte> buffer)
    {
        int count = inner.Read(buffer);
        _total += count;
        read(_total);
        return count;
    }
}
