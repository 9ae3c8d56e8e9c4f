using System.Collections.Concurrent;
using Bridge.Keystore.Keys;
using Bridge.Keystore.Tests.Tokens;
using Bridge.Keystore.Tokens;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Keys;

/// <summary>Where a private key is kept. The laws of keys hold in every place.</summary>
public enum KeyPlace
{
    Software,
    Token,
}

/// <summary>Opens a forged identity's key in a place.</summary>
internal static class KeyPlaces
{
    private static readonly Lazy<TokenConnection> s_token = new(() => new TokenConnection(TokenShelf.NewToken("laws"), new ScriptedPrompt(SoftHsm.Pin)));
    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> s_stored = new();

    /// <summary>The places that can hold such a key here.</summary>
    internal static IEnumerable<KeyPlace> Of(KeyAlgorithm algorithm) => algorithm
        is KeyAlgorithm.Rsa or KeyAlgorithm.EcP256 or KeyAlgorithm.EcP384 or KeyAlgorithm.EcP521 or KeyAlgorithm.Ed25519
        ? [KeyPlace.Software, KeyPlace.Token]
        : [KeyPlace.Software];

    internal static ISigningKey OpenSigning(KeyPlace place, ForgedIdentity identity) =>
        place == KeyPlace.Token ? OnToken(identity, SecretUse.Sign) : SoftwareKey.FromPkcs8(identity.Pkcs8, identity.Certificate);

    internal static IDecryptionKey OpenDecryption(KeyPlace place, ForgedIdentity identity) =>
        place == KeyPlace.Token ? OnToken(identity, SecretUse.Decrypt) : SoftwareKey.FromPkcs8(identity.Pkcs8, identity.Certificate);

    private static TokenKey OnToken(ForgedIdentity identity, SecretUse use)
    {
        byte[] id = s_stored.GetOrAdd(
            identity.Certificate.Sha256, _ => new Lazy<byte[]>(() => TokenShelf.Hsm.Put(s_token.Value.Address.Label, identity, certificate: false))).Value;
        return new TokenKey(s_token.Value, id, identity.Certificate, use);
    }
}
