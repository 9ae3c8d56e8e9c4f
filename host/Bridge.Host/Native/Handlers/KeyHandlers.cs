using System.Security.Cryptography;
using Bridge.Host.Native.Mapping;
using Bridge.Host.Native.Streams;
using Bridge.Host.Profiles;
using Bridge.Keystore;
using Bridge.Keystore.Import;
using Bridge.Keystore.Import.Nss;
using Bridge.Keystore.Own;
using Bridge.Protocol;
using Bridge.Protocol.Json;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Session;
using Bridge.Protocol.Values;
using Bridge.Smime.Errors;

namespace Bridge.Host.Native.Handlers;

/// <summary>The user's own keys.</summary>
internal sealed class KeyHandlers(
    KeyStore keys, KeyRequests requests, KeyAgreement agreement, OwnChains chains, KeyDescriptions descriptions, TimeProvider clock)
{
    public KeyList List(ListKeys request, RequestContext context) =>
        new([.. keys.ListStored().Select(k => descriptions.Of(k, context.Cancellation))]);

    public KeyFileInspected Inspect(InspectKeyFile request, RequestContext context)
    {
        byte[] file = context.Content.ReadFile();
        try
        {
            return new KeyFileInspected(KeyFileInspection.Look(file, requests.AreAnswer).ToWire());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(file);
        }
    }

    public KeysImported Import(ImportKeys request, RequestContext context)
    {
        byte[] file = context.Content.ReadFile();
        try
        {
            KeyImport import = ImportAsking(file, request, context);
            IReadOnlyList<string> incomplete = chains.Complete(import, context.Cancellation);
            return new KeysImported([.. import.Keys.Select(k => descriptions.Of(k, context.Cancellation))], import.AddedCertificates, incomplete);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(file);
        }
    }

    public KeyWarningList Warnings(ListKeyWarnings request, RequestContext context) => new(
        [.. ExpiryWarnings.Of(keys.ListStored(), clock.GetUtcNow()).Select(w =>
            new KeyWarning(w.Key.Key.Id, w.Key.Addresses, w.Key.Key.Certificate.NotAfter, w.Days, w.Threshold))]);

    public Done Remove(RemoveKey request, RequestContext context)
    {
        keys.Remove(request.Key);
        return new Done();
    }

    // Without a passphrase first: a file that needs none must not ask for one.
    private KeyImport ImportAsking(byte[] file, ImportKeys request, RequestContext context)
    {
        KeyImport Open(ReadOnlyMemory<char> passphrase) =>
            keys.Import(file, request.FileName, passphrase, exportable: request.Exportable, agree: offer => agreement.Require(request, offer, context.Cancellation));

        RefusalException? last = Try(() => Open(ReadOnlyMemory<char>.Empty), out KeyImport? import);
        for (int attempt = 1; import is null && attempt <= Limits.PromptAttempts; attempt++)
        {
            using Secret secret = context.Ask(PromptKind.Pkcs12Passphrase, request.FileName, attempt);
            last = Try(() => Open(secret.Memory), out import);
            context.Cancellation.ThrowIfCancellationRequested();
        }

        return import ?? throw last!;
    }

    private static RefusalException? Try<T>(Func<T> run, out T? result)
        where T : class
    {
        try
        {
            result = run();
            return null;
        }
        catch (RefusalException e) when (e.Code == ErrorCode.PassphraseWrong)
        {
            result = null;
            return e;
        }
    }

    public static ProfileList Profiles(ListProfiles request, RequestContext context) =>
        new([.. ThunderbirdProfiles.Find().Select(p => new MailProfile(p.Name, p.Folder))]);

    public ProfileImported ImportProfile(ImportProfile request, RequestContext context)
    {
        ThunderbirdProfile profile = ThunderbirdProfiles.Find().FirstOrDefault(p => p.Folder == request.Folder) ?? throw ThunderbirdProfiles.Unknown(request.Folder);
        using NssContent content = ReadAsking(profile, context);
        KeyImport import = keys.Import(content, $"Thunderbird ({profile.Name})");
        return new ProfileImported(
            [.. import.Keys.Select(k => descriptions.Of(k, context.Cancellation))],
            [.. content.Correspondents.Select(AnchorHandlers.Describe)],
            [.. content.Authorities.Select(AnchorHandlers.Describe)]);
    }

    private static NssContent ReadAsking(ThunderbirdProfile profile, RequestContext context)
    {
        NssProfile store = new(profile.Folder);
        RefusalException? last = Try(() => store.Read([]), out NssContent? content);
        for (int attempt = 1; content is null && attempt <= Limits.PromptAttempts; attempt++)
        {
            using Secret secret = context.Ask(PromptKind.ProfilePassword, profile.Name, attempt);
            last = Try(() => store.Read(secret.Characters), out content);
            context.Cancellation.ThrowIfCancellationRequested();
        }

        return content ?? throw last!;
    }
}
