namespace Bridge.Smime.Cms.Writing;

/// <summary>
/// One stage of the outgoing stream. Bytes are pushed through a chain of stages; each ends only itself, so the owner of
/// the chain completes the stages from the innermost to the outermost.
/// </summary>
internal abstract class ByteSink : IDisposable
{
    public abstract void Write(ReadOnlySpan<byte> data);

    /// <summary>Writes what was held back and the end of this stage's format. Called once, after the last write.</summary>
    public abstract void Complete();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
