using Bridge.Smime.Policy;
using Bridge.Smime.Values;

namespace Bridge.Smime.Sending;

/// <summary>Signs files that are no messages, for others to check with any CMS program.</summary>
public interface IFileSigner
{
    /// <summary>Opens the key that signs as an address. The caller disposes it.</summary>
    /// <param name="address">An own address.</param>
    /// <param name="at">The time that the signature states.</param>
    /// <param name="policy">Policy in force.</param>
    /// <param name="cancellationToken">Cancels look-ups.</param>
    /// <exception cref="Errors.RefusalException"><c>no-signing-key</c>, and as <see cref="Ports.IKeyRing.OpenSigning"/>.</exception>
    IFileSeal Open(string address, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken = default);
}

/// <summary>An open key that signs one file.</summary>
public interface IFileSeal : IDisposable
{
    /// <summary>Its certificate.</summary>
    Certificate Signer { get; }

    /// <summary>The certificate's path as far as it is known, end entity first.</summary>
    IReadOnlyList<Certificate> Path { get; }

    /// <summary>DER of a detached signature over the content as it stands.</summary>
    byte[] Sign(ReadOnlySpan<byte> content);
}
