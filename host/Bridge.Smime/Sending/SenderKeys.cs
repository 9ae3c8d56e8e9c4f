using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Smime.Sending;

/// <summary>
/// The own keys that serve a sender. A sub-address (<c>alice+shop@…</c>) that has none of its own is served by those of its
/// plain address: to read one's own mail they do; whether they may sign is for <see cref="Names"/> to say.
/// </summary>
internal sealed class SenderKeys(IKeyRing keys)
{
    public OwnKey? Signing(string from, DateTimeOffset at) => Served(from, address => keys.SigningKeyFor(address, at));

    public OwnKey? Encryption(string from, DateTimeOffset at) => Served(from, address => keys.EncryptionKeyFor(address, at));

    /// <summary>Whether a certificate names an address (RFC 8550 section 3).</summary>
    public static bool Names(Certificate certificate, string address, SmimePolicy policy)
    {
        string normal = MailAddresses.Normalise(address);
        return Addresses(certificate, policy).Any(a => MailAddresses.Normalise(a) == normal);
    }

    /// <summary>The addresses that a certificate vouches for under a policy.</summary>
    public static IReadOnlyList<string> Addresses(Certificate certificate, SmimePolicy policy) =>
        certificate.Addresses.Count == 0 && policy.AcceptSubjectAddress ? certificate.SubjectAddresses : certificate.Addresses;

    private static OwnKey? Served(string from, Func<string, OwnKey?> find)
    {
        string normal = MailAddresses.Normalise(from);
        return find(normal) ?? (MailAddresses.PlainOf(normal) is { } plain ? find(plain) : null);
    }
}
