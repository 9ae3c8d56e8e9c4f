using Bridge.Smime.Streams;

namespace Bridge.Host.Cli;

/// <summary>A part of a seekable file as a stream of its own, which closes the file with itself.</summary>
internal sealed class FileSlice : ForwardStream
{
    private readonly Stream _file;
    private long _left;

    public FileSlice(Stream file, long start, long length)
    {
        _file = file;
        _left = length;
        file.Position = start;
    }

    public override int Read(Span<byte> buffer)
    {
        int read = _file.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }
}
