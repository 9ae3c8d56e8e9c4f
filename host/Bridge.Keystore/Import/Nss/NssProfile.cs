using System.Formats.Asn1;
using Bridge.Keystore.Own;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Import.Nss;

/// <summary>A profile of Thunderbird, as far as keys and certificates go. It is only read.</summary>
public sealed class NssProfile(string folder)
{
    /// <summary>More are not offered: they would not be looked through one by one.</summary>
    private const int MostOffered = 200;

    /// <summary>Whether the folder has a store of certificates.</summary>
    public bool Exists => File.Exists(Path.Combine(folder, "cert9.db"));

    /// <summary>Opens the profile under its primary password; the empty one when it has none.</summary>
    /// <exception cref="RefusalException">
    /// <c>passphrase-wrong</c> (parameter <c>given</c> is <c>false</c> when one is needed), <c>file-unreadable</c>, <c>profile-busy</c>, <c>limit-exceeded</c>.
    /// </exception>
    public NssContent Read(ReadOnlySpan<char> password)
    {
        try
        {
            using NssDatabase? certificates = NssDatabase.Open(Path.Combine(folder, "cert9.db"));
            using NssDatabase? keys = NssDatabase.Open(Path.Combine(folder, "key4.db"));
            List<NssCertificate> known = certificates is null ? [] : NssCertificates.Read(certificates);
            return Sort(known, keys is null ? [] : ReadKeys(keys, password));
        }
        catch (NotSupportedException e)
        {
            throw ImportRefusals.Unreadable(Path.GetFileName(folder), $"Not readable here: {e.Message}.", e);
        }
        catch (Exception e) when (e is SqliteException or InvalidDataException or AsnContentException or PassphraseMismatchException or IOException or UnauthorizedAccessException)
        {
            throw ImportRefusals.Unreadable(Path.GetFileName(folder), "The profile's store of keys or certificates is damaged or cannot be read.", e);
        }
    }

    private static List<(string Id, ImportedKey Key)> ReadKeys(NssDatabase database, ReadOnlySpan<char> password)
    {
        using NssPassword? opened = NssPassword.Check(database, password);
        return opened is null ? [] : NssKeys.Read(database, opened);
    }

    // Only certificates for mail: a profile may hold keys of web sites too.
    private static NssContent Sort(List<NssCertificate> known, List<(string Id, ImportedKey Key)> keys)
    {
        ImportMaterial material = new();
        foreach ((string id, ImportedKey key) in keys)
        {
            List<Certificate> own = [.. known.Where(c => c.KeyId == id && ForMail(c.Certificate)).Select(c => c.Certificate)];
            if (own.Count == 0)
            {
                key.Dispose();
                continue;
            }

            material.Add(key);
            own.SelectMany(c => Chain(c, known)).Prepend(own[0]).Concat(own).ToList().ForEach(material.Add);
        }

        HashSet<string> withKey = [.. keys.Select(k => k.Id)];
        return new NssContent(
            material,
            [.. known.Where(c => c.Certificate.Extensions.IsAuthority != true && !withKey.Contains(c.KeyId ?? "") && IsCorrespondent(c.Certificate)).Select(c => c.Certificate).Take(MostOffered)],
            [.. known.Where(c => c.TrustedForMail).Select(c => c.Certificate).Take(MostOffered)]);
    }

    private static bool ForMail(Certificate certificate) => KeyUsability.CanSign(certificate) || KeyUsability.CanEncrypt(certificate);

    private static bool IsCorrespondent(Certificate certificate) =>
        certificate.Addresses.Count + certificate.SubjectAddresses.Count > 0 && ForMail(certificate);

    private static IEnumerable<Certificate> Chain(Certificate certificate, List<NssCertificate> known)
    {
        Certificate below = certificate;
        for (int length = 0; length < ImportLimits.Depth && !below.IssuerName.Equals(below.SubjectName); length++)
        {
            Certificate? issuer = known.Select(c => c.Certificate).FirstOrDefault(c => c.SubjectName.Equals(below.IssuerName) && c.Extensions.IsAuthority == true);
            if (issuer is null)
            {
                yield break;
            }

            yield return below = issuer;
        }
    }
}

/// <summary>What a profile holds. Disposing it wipes the keys.</summary>
public sealed class NssContent : IDisposable
{
    internal NssContent(ImportMaterial material, IReadOnlyList<Certificate> correspondents, IReadOnlyList<Certificate> authorities) =>
        (Material, Correspondents, Authorities) = (material, correspondents, authorities);

    /// <summary>How many private keys with a certificate for mail there are.</summary>
    public int Keys => Material.Keys.Count;

    /// <summary>Mail certificates of others: offered, not taken over by themselves.</summary>
    public IReadOnlyList<Certificate> Correspondents { get; }

    /// <summary>Authorities that are trusted for mail there. Nothing is trusted here by that.</summary>
    public IReadOnlyList<Certificate> Authorities { get; }

    internal ImportMaterial Material { get; }

    public void Dispose() => Material.Dispose();
}
