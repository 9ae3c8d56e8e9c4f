using Bridge.Host.Native.Mapping;
using Bridge.Keystore;
using Bridge.Keystore.Own;

namespace Bridge.Host.Native.Handlers;

/// <summary>Own keys as lists show them: what they are good for at this moment.</summary>
internal sealed class KeyDescriptions(KeyStore keys, CertificateChains chains, TimeProvider clock)
{
    public Protocol.Keys.OwnKey Of(StoredKey stored, CancellationToken cancellation)
    {
        Smime.Values.Certificate certificate = stored.Key.Certificate;
        Smime.Trust.ChainStatus chain = chains.Judge(certificate, cancellation: cancellation);
        DateTimeOffset now = clock.GetUtcNow();
        bool current = certificate.NotBefore <= now && now <= certificate.NotAfter && chain != Smime.Trust.ChainStatus.Revoked;
        return new Protocol.Keys.OwnKey(
            stored.Key.Id,
            certificate.ToWire(),
            stored.CanSign && current,
            stored.CanEncrypt && current,
            chain.ToWire(),
            stored.AddedAt,
            stored.Origin,
            stored.Tokens,
            !stored.Key.OnToken,
            stored.Exportable && !stored.Key.OnToken,
            [.. keys.Events(stored.Key.Id).Select(e => new Protocol.Keys.KeyEvent(e.What, e.At))]);
    }
}
