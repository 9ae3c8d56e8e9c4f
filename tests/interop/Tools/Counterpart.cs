namespace Bridge.Interop.Tests.Tools;

/// <summary>Another implementation of CMS, driven through its own command line with keys of its own.</summary>
internal abstract class Counterpart
{
    public abstract string Name { get; }

    public abstract string Version { get; }

    /// <summary>Why this program cannot take part in a case; null when it can.</summary>
    public abstract string? Lacks(Case what);

    /// <summary>Verifies a signature against the interop CA; returns the signed content. Fails by exception.</summary>
    /// <param name="cms">ContentInfo.</param>
    /// <param name="content">The content of a detached signature; null for an opaque one.</param>
    public abstract byte[] Verify(byte[] cms, byte[]? content);

    public abstract byte[] Decrypt(byte[] cms, Person reader);

    public abstract byte[] Sign(byte[] content, Person signer, bool detached, string variant);

    public abstract byte[] Encrypt(byte[] content, Person reader, string variant);
}
