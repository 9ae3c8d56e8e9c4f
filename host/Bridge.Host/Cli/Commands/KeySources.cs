using Bridge.Host.Profiles;
using Bridge.Keystore;
using Bridge.Keystore.Import.Nss;
using Bridge.Keystore.Own;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>keys import --from-…</c>: keys out of the stores of other programs.</summary>
internal static class KeySources
{
    public static int ImportThunderbird(CliContext context, string? wanted, string? passwordFile, bool exportable, bool withCertificates)
    {
        ThunderbirdProfile profile = ThunderbirdProfiles.Require(wanted);
        context.Output.Note($"Reading {profile.Folder}");
        using NssContent content = ReadProfile(context, profile, passwordFile);
        KeyImport imported = context.Get<KeyStore>().Import(content, $"Thunderbird ({profile.Name})", exportable);
        KeyCommands.WriteKeys(context, imported.Keys);
        if (withCertificates)
        {
            context.Get<CertificateStore>().Add([.. content.Correspondents, .. content.Authorities], CertificateOrigin.Imported);
        }

        string taken = withCertificates ? "imported" : "left alone; take them with --with-certificates";
        context.Output.Note($"Mail certificates of others there: {content.Correspondents.Count}, {taken}.");
        foreach (Certificate authority in content.Authorities)
        {
            context.Output.Note($"Trusted for mail there, not here: {authority.Subject} ({authority.Sha256}). 'anchors add' trusts it.");
        }

        return ExitCode.Good;
    }

    public static int ImportGpgsm(CliContext context, string? passwordFile, bool exportable)
    {
        IReadOnlyList<string> keys = Gpgsm.SecretKeys();
        if (keys.Count == 0)
        {
            throw new RefusalException("file-without-key", RefusalKind.Key, "gpgsm has no private keys.", new Dictionary<string, string> { ["file"] = "gpgsm" });
        }

        List<StoredKey> stored = [];
        foreach (string key in keys)
        {
            char[] passphrase = Terminal.ReadPassphrase(passwordFile, $"gpgsm's key {key}", context.Streams.Error);
            byte[] file = [];
            try
            {
                file = Gpgsm.ExportPkcs12(key, passphrase);
                stored.AddRange(context.Get<KeyStore>().Import(file, "gpgsm", passphrase, [Gpgsm.ExportCertificates(key)], exportable).Keys);
            }
            finally
            {
                Array.Clear(passphrase);
                Array.Clear(file);
            }
        }

        KeyCommands.WriteKeys(context, stored);
        return ExitCode.Good;
    }

    // Without a password first: most profiles have none.
    private static NssContent ReadProfile(CliContext context, ThunderbirdProfile profile, string? passwordFile)
    {
        NssProfile store = new(profile.Folder);
        try
        {
            return store.Read([]);
        }
        catch (RefusalException e) when (e.Code == "passphrase-wrong")
        {
            char[] password = Terminal.ReadPassphrase(passwordFile, $"the primary password of {profile.Name}", context.Streams.Error);
            try
            {
                return store.Read(password);
            }
            finally
            {
                Array.Clear(password);
            }
        }
    }
}
