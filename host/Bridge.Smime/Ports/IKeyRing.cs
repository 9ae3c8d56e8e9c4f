using Bridge.Smime.Values;

namespace Bridge.Smime.Ports;

/// <summary>A key of the user's own with its certificate, not yet opened.</summary>
/// <param name="Id">Stable id in the keystore.</param>
/// <param name="Certificate">The certificate that names the key.</param>
/// <param name="OnToken">The private key is on a token, which may be absent and may ask for its PIN.</param>
public sealed record OwnKey(string Id, Certificate Certificate, bool OnToken = false);

/// <summary>The user's own keys, as the message layer needs them.</summary>
public interface IKeyRing
{
    /// <summary>All own keys, old and expired ones too (they decrypt for ever), newest first.</summary>
    IReadOnlyList<OwnKey> List();

    /// <summary>Own keys whose certificate a recipient identifier names (issuer + serial, or subject key identifier).</summary>
    IReadOnlyList<OwnKey> Find(CertificateIdentifier identifier);

    /// <summary>The key chosen for signing as this address, or the only usable one; null when there is none.</summary>
    OwnKey? SigningKeyFor(string address, DateTimeOffset at);

    /// <summary>The key chosen for encrypting to this own address, or the only usable one; null when there is none.</summary>
    OwnKey? EncryptionKeyFor(string address, DateTimeOffset at);

    /// <exception cref="Errors.RefusalException">
    /// <c>key-locked</c>: the store cannot be unlocked; <c>prompt-dismissed</c>, <c>passphrase-wrong</c>: the user was asked for its secret
    /// and did not give the right one; <c>key-unusable</c>: the key cannot be opened; <c>token-...</c>: its token is absent, locked,
    /// or refuses.
    /// </exception>
    ISigningKey OpenSigning(OwnKey key);

    /// <inheritdoc cref="OpenSigning"/>
    IDecryptionKey OpenDecryption(OwnKey key);
}
