using Bridge.Smime.Cms.Writing;

namespace Bridge.Benchmarks.Inner;

/// <summary>The end of a chain that keeps nothing.</summary>
internal sealed class Nowhere : ByteSink
{
    public override void Write(ReadOnlySpan<byte> data)
    {
    }

    public override void Complete()
    {
    }
}
