using Bridge.Keystore.Certificates;
using Bridge.Keystore.Export;
using Bridge.Keystore.Import;
using Bridge.Keystore.Import.Nss;
using Bridge.Keystore.Keys;
using Bridge.Keystore.Own;
using Bridge.Keystore.Requests;
using Bridge.Keystore.Storage;
using Bridge.Keystore.Tokens;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore;

/// <summary>
/// The user's own keys. Private keys lie sealed under the master key and are opened for the length of an operation, or for the
/// few seconds of <see cref="KeyShelf.Lifetime"/> when operations follow each other. Old keys stay for decrypting for ever; an expired or revoked one never signs and is never offered.
/// <para>
/// Which key is used for an address: the chosen one while it is valid, else automatically, among the valid keys whose
/// certificate names the address and allows the use, the one whose certificate began last.
/// </para>
/// </summary>
public sealed partial class KeyStore : IKeyRing
{
    /// <summary>Binds a sealed secret to the table of own keys.</summary>
    internal const string Purpose = "own-key";

    private readonly Database _database;
    private readonly SecretSafe _safe;
    private readonly TokenStore _tokens;
    private readonly TimeProvider _clock;
    private readonly KeyShelf _shelf;

    internal KeyStore(Database database, SecretSafe safe, KeyShelf shelf, TokenStore tokens, TimeProvider clock) =>
        (_database, _safe, _shelf, _tokens, _clock) = (database, safe, shelf, tokens, clock);

    /// <summary>
    /// Says whether a certificate is known to be revoked at a moment; the composition root connects it with path validation.
    /// Asked only for keys that would be offered.
    /// </summary>
    public Func<Certificate, DateTimeOffset, bool> IsRevoked { get; set; } = static (_, _) => false;

    public IReadOnlyList<OwnKey> List() => [.. ListStored().Select(k => k.Key)];

    /// <summary>All own keys with what is known about them, newest first.</summary>
    public IReadOnlyList<StoredKey> ListStored() => _database.Read(OwnKeyRows.All);

    /// <summary>A key by its id, or by at least eight digits of its beginning when no other begins so.</summary>
    /// <exception cref="RefusalException"><c>key-unknown</c>.</exception>
    public StoredKey Get(string id) => _database.Read(session =>
    {
        List<StoredKey> found = id.Length >= 8 ? OwnKeyRows.ByPrefix(session, id.ToLowerInvariant()) : [];
        return found.Count == 1 ? found[0] : throw OwnKeyRows.Unknown(id);
    });

    public IReadOnlyList<OwnKey> Find(CertificateIdentifier identifier) =>
        [.. _database.Recall("own-keys-named", LookupKey.TextOf(identifier), s => OwnKeyRows.ByIdentifier(s, identifier)).Select(k => k.Key).Where(k => identifier.Names(k.Certificate))];

    public OwnKey? SigningKeyFor(string address, DateTimeOffset at) => Choose(address, at, i => i.SigningKey, k => k.CanSign);

    public OwnKey? EncryptionKeyFor(string address, DateTimeOffset at) => Choose(address, at, i => i.EncryptionKey, k => k.CanEncrypt);

    /// <summary>Signing is refused for an expired key even when it is asked for by name.</summary>
    public ISigningKey OpenSigning(OwnKey key)
    {
        if (!KeyUsability.IsCurrent(key.Certificate, _clock.GetUtcNow()))
        {
            throw Unusable(key.Id, "The certificate of this key is not valid now; it does not sign.");
        }

        return key.OnToken ? OpenOnToken(key, SecretUse.Sign) : Open(key, SecretUse.Sign);
    }

    public IDecryptionKey OpenDecryption(OwnKey key) => key.OnToken ? OpenOnToken(key, SecretUse.Decrypt) : Open(key, SecretUse.Decrypt);

    /// <summary>Takes in the keys of a file with their chains: all of it or nothing. Doing it again changes nothing.</summary>
    /// <param name="file">
    /// PKCS#12, PKCS#8 or traditional key (PEM, DER), PEM bundle, or a zip with one of these; or the certificate (DER, PEM, PKCS#7) that answers
    /// a request of <see cref="KeyRequests"/>.
    /// </param>
    /// <param name="fileName">Shown to people; kept as the key's origin.</param>
    /// <param name="passphrase">Empty: none was given; the caller wipes it.</param>
    /// <param name="certificateFiles">Certificates that came in files of their own.</param>
    /// <param name="exportable">Whether new keys may leave the keystore later.</param>
    /// <param name="agree">Sees what the file holds before anything is stored; throws to keep it out. Null agrees.</param>
    /// <exception cref="RefusalException">
    /// <c>passphrase-wrong</c> (parameter <c>given</c> is <c>false</c> when one is needed), <c>file-unreadable</c>,
    /// <c>file-without-key</c>, <c>file-without-certificate</c>, <c>limit-exceeded</c>, <c>key-locked</c>, and those of the store.
    /// </exception>
    public KeyImport Import(
        ReadOnlyMemory<byte> file,
        string fileName,
        ReadOnlyMemory<char> passphrase,
        IReadOnlyList<ReadOnlyMemory<byte>>? certificateFiles = null,
        bool exportable = true,
        Action<KeyImportOffer>? agree = null)
    {
        using ImportMaterial material = new KeyFile(fileName, passphrase).Read(file);
        foreach (Certificate certificate in (certificateFiles ?? []).SelectMany(f => CertificateFile.Read(f, fileName)))
        {
            material.Add(certificate);
        }

        return Take(material, new KeyEntry(fileName, exportable), agree);
    }

    /// <summary>Takes in the keys of a Thunderbird profile with their chains; none when it has none for mail.</summary>
    /// <param name="origin">Shown to people.</param>
    /// <exception cref="RefusalException"><c>file-unreadable</c>: a key does not work; <c>key-locked</c>, and those of the store.</exception>
    public KeyImport Import(NssContent profile, string origin, bool exportable = true) =>
        profile.Keys == 0 ? new KeyImport([], 0, 0, []) : Take(profile.Material, new KeyEntry(origin, exportable), null);

    private KeyImport Take(ImportMaterial material, KeyEntry entry, Action<KeyImportOffer>? agree)
    {
        AddRequestedKeys(material);
        List<(ImportedKey Key, Certificate Certificate)> pairs = Pair(material, entry.Origin);
        List<Certificate> own = [.. pairs.Select(p => p.Certificate)];
        agree?.Invoke(new KeyImportOffer(own, [.. material.Certificates.Except(own)]));
        using MasterKey master = _safe.OpenForSealing(new KeyNeed(SecretUse.Import));
        return _database.Write(session => Store(session, master, material, pairs, entry));
    }

    /// <summary>Removes a key for good, with its certificate unless that came by another way too.</summary>
    /// <exception cref="RefusalException"><c>key-unknown</c>.</exception>
    public void Remove(string id)
    {
        string whole = Get(id).Key.Id;
        _database.Write(session =>
        {
            session.Execute("DELETE FROM own_keys WHERE id = $id", ("$id", whole));
            long certificate = CertificateRows.IdOf(session, whole) ?? throw OwnKeyRows.Unknown(id);
            session.Execute(
                "DELETE FROM origins WHERE certificate = $certificate AND origin = $own",
                ("$certificate", certificate),
                ("$own", CertificateRows.Number(CertificateOrigin.Own)));
            session.Execute(
                "DELETE FROM certificates WHERE id = $certificate AND NOT EXISTS (SELECT 1 FROM origins WHERE certificate = $certificate)",
                ("$certificate", certificate));
            OwnKeyRows.Record(session, whole, "removed", _clock.GetUtcNow());
        });
    }

    /// <summary>A PKCS#12 file with the key, its certificate and the stored certificates of its chain; the export is recorded.</summary>
    /// <exception cref="RefusalException"><c>key-unknown</c>, <c>key-kept</c>, <c>key-locked</c>, <c>key-unusable</c>.</exception>
    public byte[] ExportPkcs12(string id, ReadOnlySpan<char> passphrase, Pkcs12Form form = Pkcs12Form.Strong)
    {
        StoredKey stored = RequireExportable(id);
        using SecretBytes pkcs8 = OpenSecret(stored.Key.Id, Need(SecretUse.Export, stored.Key.Certificate));
        IReadOnlyList<Certificate> chain = _database.Read(session => StoredChain.Above(session, stored.Key.Certificate));
        string? name = stored.Name ?? (stored.Addresses is [string first, ..] ? first : null);
        byte[] file = Pkcs12Writer.Write(pkcs8.Span, stored.Key.Certificate, chain, name, passphrase, form);
        string what = form == Pkcs12Form.Strong ? "exported" : "exported-compatible";
        _database.Write(session => OwnKeyRows.Record(session, stored.Key.Id, what, _clock.GetUtcNow()));
        return file;
    }

    /// <summary>The key, if it may leave the keystore.</summary>
    /// <exception cref="RefusalException"><c>key-unknown</c>, <c>key-kept</c>.</exception>
    public StoredKey RequireExportable(string id) => Get(id) is { Exportable: true, Key.OnToken: false } stored ? stored : throw Kept(id);

    /// <summary>From now on the key may not leave the keystore, neither by an export nor in a backup. That is for good.</summary>
    /// <exception cref="RefusalException"><c>key-unknown</c>.</exception>
    public void Keep(string id)
    {
        string whole = Get(id).Key.Id;
        _database.Write(session =>
        {
            if (session.Execute("UPDATE own_keys SET exportable = 0 WHERE id = $id AND exportable <> 0", ("$id", whole)) > 0)
            {
                OwnKeyRows.Record(session, whole, "kept", _clock.GetUtcNow());
            }
        });
    }

    /// <summary>When and how often a key was requested, imported, exported or removed.</summary>
    public IReadOnlyList<KeyEvent> Events(string id) => _database.Read(session => session.Query(
        "SELECT event, at FROM key_events WHERE own_key = $id ORDER BY id",
        r => new KeyEvent(r.GetString(0), r.GetTime(1)),
        ("$id", id)));

    // The answer to a request brings the certificate only; its key has been waiting here.
    private void AddRequestedKeys(ImportMaterial material)
    {
        foreach (string id in material.Certificates.Select(RequestRows.IdOf).Distinct())
        {
            if (_database.Read(session => RequestRows.Secret(session, id)) is var (keyId, box))
            {
                material.Add(new ImportedKey(_safe.Open(RequestRows.Purpose, id, keyId, box, new KeyNeed(SecretUse.Import)), null));
            }
        }
    }

    private static List<(ImportedKey Key, Certificate Certificate)> Pair(ImportMaterial material, string fileName)
    {
        if (material.Keys.Count == 0)
        {
            throw ImportRefusals.WithoutKey(fileName);
        }

        List<(ImportedKey, Certificate)> pairs =
        [
            .. from key in material.Keys
               from certificate in material.Certificates
               where KeyPairs.Belongs(key.Pkcs8.Memory, certificate)
               select (key, certificate),
        ];
        foreach ((ImportedKey key, Certificate certificate) in pairs)
        {
            RequireWorking(key, certificate, fileName);
        }

        return pairs.Count > 0 ? pairs : throw ImportRefusals.WithoutCertificate(fileName);
    }

    // A key that would be offered is tried first: signed and verified, or wrapped and unwrapped.
    private static void RequireWorking(ImportedKey key, Certificate certificate, string fileName)
    {
        if ((KeyUsability.CanSign(certificate) || KeyUsability.CanEncrypt(certificate)) && !SoftwareKey.SelfTest(key.Pkcs8.Span, certificate))
        {
            throw ImportRefusals.Unreadable(fileName, "The private key does not work: what it signs or wraps does not come out right.");
        }
    }

    private KeyImport Store(Session session, MasterKey master, ImportMaterial material, List<(ImportedKey Key, Certificate Certificate)> pairs, KeyEntry entry)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        int addedKeys = 0;
        foreach ((ImportedKey key, Certificate certificate) in pairs)
        {
            bool known = OwnKeyRows.Secret(session, certificate.Sha256) is not null;
            if (known && Opens(session, master, certificate.Sha256))
            {
                continue;
            }

            byte[] box = SealedSecret.Seal(master, Purpose, certificate.Sha256, key.Pkcs8.Span);
            PendingRequest? request = RequestRows.ById(session, RequestRows.IdOf(certificate));
            OwnKeyRows.Put(session, certificate, master.Id, box, key.Name ?? request?.Name, entry.Origin, now, entry.Exportable && request?.Exportable != false);
            if (request is not null)
            {
                OwnKeyRows.Record(session, certificate.Sha256, "requested", request.CreatedAt);
            }

            OwnKeyRows.Record(session, certificate.Sha256, "imported", now);
            addedKeys += known ? 0 : 1;
        }

        int addedCertificates = material.Certificates.Except(pairs.Select(p => p.Certificate))
            .Count(c => CertificateRows.Put(session, c, new Sighting(CertificateOrigin.Own, now)).Added);
        pairs.ForEach(p => RequestRows.Remove(session, RequestRows.IdOf(p.Certificate)));
        List<StoredKey> stored = [.. pairs.Select(p => OwnKeyRows.ById(session, p.Certificate.Sha256)!)];
        return new KeyImport(stored, addedKeys, addedCertificates, Renewal.MoveChoices(session, stored, now));
    }

    // A stored key that was altered on disk is put right by importing it again.
    private static bool Opens(Session session, MasterKey master, string id)
    {
        using SecretBytes? secret = OwnKeyRows.Secret(session, id) is var (keyId, box) && keyId == master.Id
            ? SealedSecret.Open(master, Purpose, id, box)
            : null;
        return secret is not null;
    }

    private OwnKey? Choose(string address, DateTimeOffset at, Func<Identity, string?> choice, Func<StoredKey, bool> fit)
    {
        string normal = MailAddresses.Normalise(address);
        if (!_database.Recall("own-addresses", "", OwnKeysOf.Addresses).Contains(normal))
        {
            return null;
        }

        OwnKeysOf keys = _database.Recall("own-keys-of", normal, session => OwnKeysOf.Read(session, normal));
        StoredKey? chosen = choice(keys.Identity) is { } id ? keys.Chosen.FirstOrDefault(k => k.Key.Id == id) : null;
        bool Usable(StoredKey key) => fit(key) && KeyUsability.IsCurrent(key.Key.Certificate, at) && !IsRevoked(key.Key.Certificate, at);
        return chosen is not null && Usable(chosen) ? chosen.Key : keys.Named.FirstOrDefault(Usable)?.Key;
    }

    private KeyShelf.Borrowed Open(OwnKey key, SecretUse use)
    {
        (string keyId, byte[] box) = Sealed(key.Id);
        if (_safe.IsLocked)
        {
            // Locked meanwhile, perhaps by another process.
            _shelf.Clear();
        }

        return _shelf.Take(key.Id, box, () => Unseal(key, keyId, box, use));
    }

    private SoftwareKey Unseal(OwnKey key, string keyId, byte[] box, SecretUse use)
    {
        using SecretBytes pkcs8 = _safe.Open(Purpose, key.Id, keyId, box, Need(use, key.Certificate));
        try
        {
            return SoftwareKey.FromPkcs8(pkcs8.Span, key.Certificate);
        }
        catch (Exception e) when (e is MalformedException or UnsupportedAlgorithmException or RefusalException { Code: "key-mismatch" })
        {
            throw Unusable(key.Id, "The stored key cannot be used here.", e);
        }
    }

    /// <summary>The PKCS#8 itself: for exports, and for tests that compare it.</summary>
    internal SecretBytes OpenSecret(string id, KeyNeed need = default)
    {
        (string keyId, byte[] box) = Sealed(id);
        return _safe.Open(Purpose, id, keyId, box, need);
    }

    private (string KeyId, byte[] Box) Sealed(string id) =>
        _database.Recall("own-key-sealed", id, session => OwnKeyRows.Secret(session, id)) ?? throw OwnKeyRows.Unknown(id);

    private static KeyNeed Need(SecretUse use, Certificate certificate) =>
        new(use, certificate.Addresses.Count > 0 ? string.Join(", ", certificate.Addresses) : certificate.Subject);

    private static RefusalException Kept(string id) =>
        new("key-kept", RefusalKind.Key, "This key may not leave the keystore.", new Dictionary<string, string> { ["key"] = id });

    private static RefusalException Unusable(string id, string message, Exception? cause = null) =>
        new("key-unusable", RefusalKind.Key, message, new Dictionary<string, string> { ["key"] = id }, cause);

    /// <summary>How imported keys are entered.</summary>
    private sealed record KeyEntry(string Origin, bool Exportable);
}
