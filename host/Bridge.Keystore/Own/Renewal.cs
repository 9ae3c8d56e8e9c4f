using Bridge.Keystore.Storage;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Own;

/// <summary>
/// A renewed certificate takes over the choices of the one it renews: same subject, same issuer, the same addresses, begun later
/// (or at the same moment and good for longer), fit for the same use. The old key stays for decrypting.
/// </summary>
internal static class Renewal
{
    /// <returns>Addresses whose choice moved.</returns>
    internal static List<string> MoveChoices(Session session, IReadOnlyList<StoredKey> imported, DateTimeOffset at)
    {
        List<string> moved = [];
        foreach (Identity identity in IdentityRows.All(session))
        {
            Identity changed = identity with
            {
                SigningKey = Successor(session, identity.SigningKey, imported, k => k.CanSign, at) ?? identity.SigningKey,
                EncryptionKey = Successor(session, identity.EncryptionKey, imported, k => k.CanEncrypt, at) ?? identity.EncryptionKey,
            };
            if (changed != identity)
            {
                IdentityRows.Put(session, changed);
                moved.Add(identity.Address);
            }
        }

        return moved;
    }

    private static string? Successor(Session session, string? chosen, IReadOnlyList<StoredKey> imported, Func<StoredKey, bool> fit, DateTimeOffset at) =>
        chosen is null || OwnKeyRows.ById(session, chosen) is not { } old
            ? null
            : imported.Where(k => fit(k) && Renews(k, old) && KeyUsability.IsCurrent(k.Key.Certificate, at))
                .MaxBy(k => Span(k.Key.Certificate))?.Key.Id;

    private static (DateTimeOffset From, DateTimeOffset Until) Span(Certificate certificate) => (certificate.NotBefore, certificate.NotAfter);

    private static bool Renews(StoredKey candidate, StoredKey old)
    {
        (Certificate renewed, Certificate previous) = (candidate.Key.Certificate, old.Key.Certificate);
        return Span(renewed).CompareTo(Span(previous)) > 0 && renewed.SubjectName.Equals(previous.SubjectName)
            && renewed.IssuerName.Equals(previous.IssuerName) && old.Addresses.All(candidate.Addresses.Contains);
    }
}
