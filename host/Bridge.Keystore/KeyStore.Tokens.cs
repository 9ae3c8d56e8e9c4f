using Bridge.Keystore.Certificates;
using Bridge.Keystore.Own;
using Bridge.Keystore.Tokens;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore;

// Keys that lie on tokens: the certificate is stored, the private key is asked for what it does.
public sealed partial class KeyStore
{
    /// <summary>
    /// Makes a certificate whose private key lies on a token an own key, after the key was tried out; asks for the PIN. The
    /// token's other certificates are stored as its chain.
    /// </summary>
    /// <param name="token">Which token.</param>
    /// <param name="certificates">The certificate, on the token or from a file, maybe among those of its chain.</param>
    /// <exception cref="RefusalException"><c>token-key-missing</c>, and those of a token and of the store.</exception>
    public KeyImport UseToken(TokenAddress token, IReadOnlyList<Certificate> certificates)
    {
        Certificate certificate = certificates.FirstOrDefault(c => c.Extensions.IsAuthority != true) ?? throw TokenRefusals.KeyMissing(token);
        byte[] objectId = _tokens.FindKey(token, certificate);
        List<Certificate> others = [.. certificates.Concat(_tokens.CertificatesOf(token)).Where(c => c.Extensions.IsAuthority == true).Distinct()];
        DateTimeOffset now = _clock.GetUtcNow();
        return _database.Write(session =>
        {
            bool known = OwnKeyRows.ById(session, certificate.Sha256) is not null;
            TokenRows.Put(session, certificate, token, objectId, now);
            OwnKeyRows.Record(session, certificate.Sha256, "token-chosen", now);
            int added = others.Count(c => CertificateRows.Put(session, c, new Sighting(CertificateOrigin.Own, now)).Added);
            List<StoredKey> stored = [OwnKeyRows.ById(session, certificate.Sha256)!];
            return new KeyImport(stored, known ? 0 : 1, added, Renewal.MoveChoices(session, stored, now));
        });
    }

    /// <summary>The certificate with this fingerprint on a token.</summary>
    /// <exception cref="RefusalException"><c>certificate-unknown</c>, and those of a token.</exception>
    public KeyImport UseToken(TokenAddress token, string sha256) => UseToken(
        token,
        [_tokens.CertificatesOf(token).FirstOrDefault(c => c.Sha256 == sha256) ?? throw new RefusalException(
            "certificate-unknown",
            RefusalKind.Key,
            $"The token \"{token.Name}\" has no certificate {sha256}.",
            new Dictionary<string, string> { ["sha256"] = sha256 })]);

    private TokenKey OpenOnToken(OwnKey key, SecretUse use) => _database.Read(s => TokenRows.PlacesOf(s, key.Id)) is { Count: > 0 } places
        ? _tokens.Open(places, key.Certificate, use)
        : throw OwnKeyRows.Unknown(key.Id);
}
