using System.Runtime.CompilerServices;
using System.Text.Json;
using Bridge.Keystore.Keys;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.TestKit.Fakes;
using Bridge.TestKit.Mutation;
using Org.BouncyCastle.Pkcs;

namespace Bridge.Smime.Tests.Outside;

/// <summary>Messages of the folder of outside cases, when it lies beside the repository.</summary>
internal static class OutsideCorpora
{
    /// <summary>Where the folder is; null when it is not there.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Every message of the cases, once; none where the folder is not there.</summary>
    public static IReadOnlyList<OutsideMessage> Messages()
    {
        if (Folder is null)
        {
            return [];
        }

        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "MANIFEST.json")));
        return [.. manifest.RootElement.EnumerateArray()
            .Where(c => Text(c, "operation") is "verify" or "decrypt" or "decrypt+verify" or "verify-cms" or "decrypt-cms" or "verify-cms-detached")
            .DistinctBy(c => Text(c, "file"))
            .Select(Read)];
    }

    private static OutsideMessage Read(JsonElement given)
    {
        FakeKeyRing keys = new();
        FakeDirectory directory = new();
        foreach (JsonElement key in Items(given, "keys"))
        {
            Add(keys, key);
        }

        foreach (Certificate certificate in Certificates(given, "untrusted"))
        {
            directory.Add(certificate);
        }

        Certificate[] anchors = [.. Certificates(given, "trust")];
        IPathValidator paths = anchors.Length > 0 ? new PathValidator(new FakeAnchors(anchors), directory) : new FixedPathValidator();
        byte[] bytes = File.ReadAllBytes(InFolder(Text(given, "file")));
        bool bare = bytes[0] == 0x30 || Text(given, "operation").Contains("cms", StringComparison.Ordinal);
        return new OutsideMessage(Text(given, "id"), bytes, bare, keys, directory, paths, Tolerant, Detached(given));
    }

    // As many originals as possible are to be good, so that a forgery has the most to gain.
    private static SmimePolicy Tolerant { get; } = SmimePolicy.Default with
    {
        AcceptSha1 = true,
        MinimumRsaBits = 1024,
        RequireAddressMatch = false,
        AcceptLegacyDecryption = true,
        NetworkEnabled = false,
    };

    private static byte[]? Detached(JsonElement given) =>
        Text(given, "detachedContent") is { Length: > 0 } file ? File.ReadAllBytes(InFolder(file))
        : Text(given, "detachedContentText") is { Length: > 0 } text ? System.Text.Encoding.UTF8.GetBytes(text)
        : null;

    private static void Add(FakeKeyRing keys, JsonElement key)
    {
        string file = InFolder(Text(key, "file"));
        if (file.EndsWith(".p12", StringComparison.Ordinal))
        {
            AddPkcs12(keys, file, Text(key, "password"));
        }
        else if (Text(key, "cert") is { Length: > 0 } certificateFile && Certificates([InFolder(certificateFile)]).FirstOrDefault() is { } certificate)
        {
            byte[] pkcs8 = Der(file);
            keys.Add(certificate, null, () => SoftwareKey.FromPkcs8(pkcs8, certificate));
        }
    }

    private static void AddPkcs12(FakeKeyRing keys, string file, string password)
    {
        Pkcs12Store store = new Pkcs12StoreBuilder().Build();
        using FileStream stream = File.OpenRead(file);
        store.Load(stream, password.ToCharArray());
        foreach (string alias in store.Aliases.Where(store.IsKeyEntry))
        {
            Certificate certificate = Certificate.FromDer(store.GetCertificate(alias).Certificate.GetEncoded());
            byte[] pkcs8 = PrivateKeyInfoFactory.CreatePrivateKeyInfo(store.GetKey(alias).Key).GetEncoded();
            keys.Add(certificate, null, () => SoftwareKey.FromPkcs8(pkcs8, certificate));
        }
    }

    private static IEnumerable<Certificate> Certificates(JsonElement given, string property) =>
        Certificates(Items(given, property).Select(f => InFolder(f.GetString()!)));

    private static IEnumerable<Certificate> Certificates(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            Certificate? certificate = null;
            try
            {
                certificate = Certificate.FromDer(Der(file));
            }
            catch (MalformedException)
            {
                // A damaged one is a case of its own.
            }

            if (certificate is not null)
            {
                yield return certificate;
            }
        }
    }

    // What stands behind the first block of a PEM file (a text dump, a second form) is not asked for.
    private static byte[] Der(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (bytes[0] == 0x30)
        {
            return bytes;
        }

        string text = System.Text.Encoding.Latin1.GetString(bytes);
        return System.Security.Cryptography.PemEncoding.TryFind(text, out System.Security.Cryptography.PemFields fields)
            ? Convert.FromBase64String(text[fields.Base64Data])
            : bytes;
    }

    private static string InFolder(string file) => Path.Combine(Folder!, file);

    private static string Text(JsonElement given, string property) =>
        given.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static JsonElement.ArrayEnumerator Items(JsonElement given, string property) =>
        given.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default;

    // The repository's neighbour; a work tree may lie one folder deeper.
    private static string? Find([CallerFilePath] string here = "")
    {
        string repository = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
        string[] places = [Path.Combine(repository, "..", "shared", "corpora", "open"), Path.Combine(repository, "..", "..", "shared", "corpora", "open")];
        return places.FirstOrDefault(p => File.Exists(Path.Combine(p, "MANIFEST.json")));
    }
}
