using Bridge.Keystore.Storage;
using Bridge.Smime.Sending;
using Bridge.Smime.Values;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Own;

/// <summary>How identities stand in the database.</summary>
internal static class IdentityRows
{
    private const string Select =
        "SELECT address, signing_key, encryption_key, sign_by_default, encrypt_by_default, include_certificates, form FROM identities";

    internal static List<Identity> All(Session session) => session.Query($"{Select} ORDER BY address", Read);

    internal static Identity Find(Session session, string address)
    {
        string normal = MailAddresses.Normalise(address);
        return session.First($"{Select} WHERE address = $address", Read, ("$address", normal)) ?? new Identity(normal);
    }

    internal static void Put(Session session, Identity identity) => session.Execute(
        """
        INSERT INTO identities (address, signing_key, encryption_key, sign_by_default, encrypt_by_default, include_certificates, form)
        VALUES ($address, $signing, $encryption, $sign, $encrypt, $include, $form)
        ON CONFLICT (address) DO UPDATE SET signing_key = excluded.signing_key, encryption_key = excluded.encryption_key,
          sign_by_default = excluded.sign_by_default, encrypt_by_default = excluded.encrypt_by_default,
          include_certificates = excluded.include_certificates, form = excluded.form
        """,
        ("$address", MailAddresses.Normalise(identity.Address)),
        ("$signing", identity.SigningKey),
        ("$encryption", identity.EncryptionKey),
        ("$sign", identity.SignByDefault),
        ("$encrypt", identity.EncryptByDefault),
        ("$include", identity.IncludeCertificates),
        ("$form", identity.Form == SignatureForm.Opaque ? "opaque" : "clear"));

    private static Identity Read(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetText(1),
        row.GetText(2),
        row.GetBoolean(3),
        row.GetBoolean(4),
        row.GetBoolean(5),
        row.GetString(6) == "opaque" ? SignatureForm.Opaque : SignatureForm.Clear);
}
