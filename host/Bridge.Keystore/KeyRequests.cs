using Bridge.Keystore.Import;
using Bridge.Keystore.Keys;
using Bridge.Keystore.Requests;
using Bridge.Keystore.Storage;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;

namespace Bridge.Keystore;

/// <summary>
/// Keys that are made here for an authority to certify. The private key never leaves: the authority gets a request, and its answer,
/// imported like any other file, joins the key that waits for it.
/// </summary>
public sealed class KeyRequests
{
    private readonly Database _database;
    private readonly SecretSafe _safe;
    private readonly TimeProvider _clock;

    internal KeyRequests(Database database, SecretSafe safe, TimeProvider clock) => (_database, _safe, _clock) = (database, safe, clock);

    /// <summary>Those that wait, oldest first.</summary>
    public IReadOnlyList<PendingRequest> List() => _database.Read(RequestRows.All);

    /// <summary>Makes a key, tries it out, stores it sealed, and gives the request for it.</summary>
    /// <param name="address">The one mail address that the certificate is to name.</param>
    /// <param name="name">The person's name; null or blank lets the address stand for it.</param>
    /// <param name="exportable">Whether the key may leave the keystore later.</param>
    /// <exception cref="RefusalException"><c>request-invalid</c>, <c>key-locked</c>, and those of the store.</exception>
    public PendingRequest Create(string address, string? name, RequestAlgorithm algorithm, bool exportable = true)
    {
        RequestSubject subject = RequestSubject.Of(address, name, algorithm);
        using FreshKey key = FreshKey.Generate(algorithm);
        RequestWriter writer = new(key, subject);
        DateTimeOffset now = _clock.GetUtcNow();
        if (!SoftwareKey.SelfTest(key.Pkcs8.Span, Certificate.FromDer(writer.OwnCertificate(now))))
        {
            throw new InvalidOperationException("A fresh key does not work: what it signs or wraps does not come out right.");
        }

        PendingRequest request = new(
            RequestRows.IdOf(key.SubjectPublicKeyInfo), subject.Address, string.IsNullOrWhiteSpace(name) ? null : subject.CommonName, algorithm, exportable, now, writer.Request());
        using MasterKey master = _safe.OpenForSealing(new KeyNeed(SecretUse.Import));
        byte[] box = SealedSecret.Seal(master, RequestRows.Purpose, request.Id, key.Pkcs8.Span);
        _database.Write(session => RequestRows.Put(session, request, master.Id, box));
        return request;
    }

    /// <summary>A request by its id, or by at least eight digits of its beginning when no other begins so.</summary>
    /// <exception cref="RefusalException"><c>request-unknown</c>.</exception>
    public PendingRequest Get(string id) => _database.Read(session =>
    {
        List<PendingRequest> found = id.Length >= 8 ? RequestRows.ByPrefix(session, id.ToLowerInvariant()) : [];
        return found.Count == 1 ? found[0] : throw Unknown(id);
    });

    /// <summary>Gives the request up and destroys its key: a certificate that is still issued for it is of no use.</summary>
    /// <exception cref="RefusalException"><c>request-unknown</c>.</exception>
    public void Cancel(string id)
    {
        string whole = Get(id).Id;
        if (!_database.Write(session => RequestRows.Remove(session, whole)))
        {
            throw Unknown(id);
        }
    }

    /// <summary>Whether one of these certificates is the answer to a request that waits.</summary>
    public bool AreAnswer(IReadOnlyList<Certificate> certificates) =>
        _database.Read(session => certificates.Any(c => RequestRows.ById(session, RequestRows.IdOf(c)) is not null));

    private static RefusalException Unknown(string id) =>
        new("request-unknown", RefusalKind.Key, $"No such request: {id}.", new Dictionary<string, string> { ["request"] = id });
}
