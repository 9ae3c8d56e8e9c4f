using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;

namespace Bridge.Smime.Sending;

/// <inheritdoc cref="IFileSigner"/>
/// <param name="keys">The user's own keys.</param>
/// <param name="directory">Intermediates.</param>
/// <param name="paths">Finds the path of the signer's certificate.</param>
public sealed class FileSigner(IKeyRing keys, ICertificateDirectory directory, IPathValidator paths) : IFileSigner
{
    private readonly SenderKeys _sender = new(keys);
    private readonly SigningCertificates _certificates = new(directory, paths);

    /// <inheritdoc/>
    public IFileSeal Open(string address, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken = default)
    {
        OwnKey own = _sender.Signing(address, at) ?? throw new RefusalException(
            FindingCodes.NoSigningKey, RefusalKind.Key, $"There is no key to sign as {address}.", new Dictionary<string, string> { ["address"] = address });
        IReadOnlyList<Certificate> certificates = _certificates.Collect(own.Certificate, null, at, policy, cancellationToken);
        PathResult path = paths.Validate(own.Certificate, certificates, CertificateUsage.Sign, at, policy, cancellationToken);
        return new Seal(keys.OpenSigning(own), own, certificates, [.. path.Path.Select(s => s.Certificate)], at);
    }

    private sealed class Seal(ISigningKey key, OwnKey own, IReadOnlyList<Certificate> certificates, IReadOnlyList<Certificate> path, DateTimeOffset at) : IFileSeal
    {
        public Certificate Signer => own.Certificate;

        public IReadOnlyList<Certificate> Path => path;

        public byte[] Sign(ReadOnlySpan<byte> content) => new MessageSigner(key, own, null, certificates, at).SignDetached(content);

        public void Dispose() => key.Dispose();
    }
}
