namespace Bridge.Smime.Reading.Evidence;

/// <summary>
/// Keeps, while a message is opened, the bytes that its verdict rests on, so that somebody else can check it with other programs. It is
/// filled by one opening and read afterwards.
/// </summary>
/// <param name="mostBytes">Most bytes of each piece that are kept in memory.</param>
public sealed class MessageEvidence(long mostBytes)
{
    private KeptBytes _source = new(mostBytes);
    private KeptBytes? _cms;

    /// <summary>The message as it was received.</summary>
    public ReadOnlyMemory<byte> Source => _source.Value;

    /// <summary>The signature that counts for the message; null when none does.</summary>
    public SignatureEvidence? Signature { get; internal set; }

    /// <summary>Begins anew: a message may have to be read a second time.</summary>
    internal Stream KeepSource(Stream message)
    {
        (_source, _cms, Signature) = (new KeptBytes(mostBytes), null, null);
        return new KeepingStream(message, _source);
    }

    internal KeptBytes Keep() => new(mostBytes);

    /// <summary>Keeps a CMS object while it is read, until it is known of what kind it is.</summary>
    internal Stream KeepCms(Stream cms)
    {
        _cms = Keep();
        return new KeepingStream(cms, _cms);
    }

    /// <summary>What is kept of the object that was opened last.</summary>
    internal KeptBytes? TakeCms()
    {
        KeptBytes? taken = _cms;
        _cms = null;
        return taken;
    }
}
