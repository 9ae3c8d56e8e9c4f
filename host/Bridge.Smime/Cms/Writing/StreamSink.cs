namespace Bridge.Smime.Cms.Writing;

/// <summary>The end of a chain: the caller's stream, which stays open. Checks for cancellation at every write.</summary>
internal sealed class StreamSink(Stream output, CancellationToken cancellationToken) : ByteSink
{
    public override void Write(ReadOnlySpan<byte> data)
    {
        cancellationToken.ThrowIfCancellationRequested();
        output.Write(data);
    }

    public override void Complete() => output.Flush();
}
