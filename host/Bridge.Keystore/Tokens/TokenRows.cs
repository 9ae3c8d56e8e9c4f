using Bridge.Keystore.Certificates;
using Bridge.Keystore.Storage;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Tokens;

/// <summary>How modules, and keys on tokens, stand in the database.</summary>
internal static class TokenRows
{
    internal static List<string> Modules(Session session) => session.Query("SELECT path FROM token_modules ORDER BY added_at, path", r => r.GetString(0));

    internal static void AddModule(Session session, string path, DateTimeOffset at) => session.Execute(
        "INSERT INTO token_modules (path, added_at) VALUES ($path, $at) ON CONFLICT (path) DO NOTHING",
        ("$path", path),
        ("$at", at.Store()));

    internal static bool RemoveModule(Session session, string path) =>
        session.Execute("DELETE FROM token_modules WHERE path = $path", ("$path", path)) > 0;

    /// <summary>Where the private key of an own key lies; the place that was chosen last first.</summary>
    internal static List<(TokenAddress Token, byte[] ObjectId)> PlacesOf(Session session, string ownKey) => session.Query(
        "SELECT module, label, serial, object_id FROM token_keys WHERE own_key = $key ORDER BY added_at DESC",
        r => (new TokenAddress(r.GetString(0), r.GetString(1), r.GetString(2)), r.GetBytes(3)),
        ("$key", ownKey));

    /// <summary>Own keys on tokens of a module, each as <see cref="KeyOn"/> names it.</summary>
    internal static List<string> KeysOf(Session session, string module) => session.Query(
        "SELECT label, serial, own_key FROM token_keys WHERE module = $module",
        r => $"{r.GetString(0)}\n{r.GetString(1)}\n{r.GetString(2)}",
        ("$module", module));

    internal static string KeyOn(TokenAddress token, Certificate certificate) => $"{token.Label}\n{token.Serial}\n{certificate.Sha256}";

    /// <summary>Makes the certificate an own key that lies on the token; what else is known of it stays.</summary>
    internal static void Put(Session session, Certificate certificate, TokenAddress token, byte[] objectId, DateTimeOffset at)
    {
        session.Execute(
            """
            INSERT INTO own_keys (id, certificate, key_id, sealed, name, origin, exportable, added_at)
            VALUES ($id, $certificate, '', x'', NULL, $origin, 0, $at)
            ON CONFLICT (id) DO NOTHING
            """,
            ("$id", certificate.Sha256),
            ("$certificate", CertificateRows.Put(session, certificate, new Sighting(CertificateOrigin.Own, at)).Id),
            ("$origin", token.Name),
            ("$at", at.Store()));
        session.Execute(
            """
            INSERT INTO token_keys (own_key, module, label, serial, object_id, added_at)
            VALUES ($id, $module, $label, $serial, $object, $at)
            ON CONFLICT (own_key, module, label, serial) DO UPDATE SET object_id = excluded.object_id, added_at = excluded.added_at
            """,
            ("$id", certificate.Sha256),
            ("$module", token.Module),
            ("$label", token.Label),
            ("$serial", token.Serial),
            ("$object", objectId),
            ("$at", at.Store()));
    }
}
