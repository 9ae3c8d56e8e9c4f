using Bridge.Smime.Streams;

namespace Bridge.Smime.Reading.Mime;

/// <summary>
/// Hands on what it reads, and sees whether a boundary stands in it. <see cref="MimeScanner"/> has found no delimiter there, but
/// others find more of them: behind a lone carriage return, or with a form feed at the end.
/// </summary>
internal sealed class BoundaryWatch(Stream input, string boundary) : ForwardStream
{
    private readonly byte[] _boundary = System.Text.Encoding.Latin1.GetBytes("--" + boundary);
    private byte[] _last = [];

    public bool Seen { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        int read = input.Read(buffer);
        if (read > 0 && !Seen)
        {
            Look(buffer[..read]);
        }

        return read;
    }

    // A boundary may begin in one piece and end in the next.
    private void Look(ReadOnlySpan<byte> bytes)
    {
        byte[] seam = [.. _last, .. bytes[..Math.Min(bytes.Length, _boundary.Length)]];
        Seen = bytes.IndexOf(_boundary) >= 0 || seam.AsSpan().IndexOf(_boundary) >= 0;
        ReadOnlySpan<byte> end = bytes.Length >= _boundary.Length ? bytes : seam;
        _last = end[^Math.Min(end.Length, _boundary.Length - 1)..].ToArray();
    }
}
