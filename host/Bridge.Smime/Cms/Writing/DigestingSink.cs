using Bridge.Smime.Cms.Signatures;

namespace Bridge.Smime.Cms.Writing;

/// <summary>Passes bytes on unchanged and takes their digest.</summary>
internal sealed class DigestingSink(ContentDigest digest, ByteSink next) : ByteSink
{
    public override void Write(ReadOnlySpan<byte> data)
    {
        digest.Append(data);
        next.Write(data);
    }

    public override void Complete()
    {
    }
}
