namespace Bridge.Smime.Cms.Writing;

/// <summary>
/// The end of a chain: the caller's stream, which stays open. Checks for cancellation at every write. A large message is written to it
/// by another thread, while this one goes on.
/// </summary>
internal sealed class StreamSink(Stream output, CancellationToken cancellationToken) : BackgroundSink
{
    public override void Write(ReadOnlySpan<byte> data)
    {
        cancellationToken.ThrowIfCancellationRequested();
        base.Write(data);
    }

    public override void Complete()
    {
        base.Complete();
        output.Flush();
    }

    protected override void Pass(ReadOnlySpan<byte> data) => output.Write(data);
}
