namespace Bridge.Smime.Tests.Sending.Mime;

/// <summary>Gives a few bytes at each read, as a pipe does.</summary>
internal sealed class TrickleStream(byte[] data, int step) : MemoryStream(data)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, step));
}
