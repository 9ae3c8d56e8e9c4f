using System.Security.Cryptography;
using System.Text;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Anchors;

/// <summary>
/// Authorities that this machine's administrator added to the operating system's own, such as an organisation's root.
/// The bundle that a distribution ships is left aside: it is made for web servers and says nothing of mail; for mail its
/// source, Mozilla's list, is read directly (<see cref="MozillaAnchors"/>). Read once, when first asked. Thread-safe.
/// </summary>
/// <param name="folders">Where to look; null is the usual places of Debian, Fedora, Arch and SUSE.</param>
public sealed class SystemAnchors(IReadOnlyList<string>? folders = null) : IAnchorStore
{
    private const int MaximumFiles = 500;
    private const int MaximumBytes = 1 << 20;

    private static readonly string[] s_usual =
    [
        "/usr/local/share/ca-certificates",
        "/etc/pki/ca-trust/source/anchors",
        "/etc/ca-certificates/trust-source/anchors",
        "/etc/pki/trust/anchors",
    ];

    private readonly Lazy<ILookup<string, TrustAnchor>> _anchors = new(() => (folders ?? s_usual)
        .SelectMany(Files)
        .SelectMany(Read)
        .Distinct()
        .Select(c => new TrustAnchor(c, "system"))
        .ToLookup(a => a.Certificate.SubjectName.Key));

    public IReadOnlyList<TrustAnchor> Find(ReadOnlyMemory<byte> subjectDer) => [.. _anchors.Value[DistinguishedName.KeyOf(subjectDer)]];

    public IReadOnlyList<TrustAnchor> List() => [.. _anchors.Value.SelectMany(a => a)];

    private static IEnumerable<string> Files(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(f => Path.GetExtension(f) is ".crt" or ".pem" or ".cer" or ".der")
                .Take(MaximumFiles)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // A file that cannot be read takes no other anchor away, and adds none.
    private static List<Certificate> Read(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MaximumBytes)
            {
                return [];
            }

            byte[] bytes = File.ReadAllBytes(file);
            return bytes is [0x30, ..] ? [Certificate.FromDer(bytes)] : ReadPem(Encoding.Latin1.GetString(bytes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MalformedException or FormatException)
        {
            return [];
        }
    }

    private static List<Certificate> ReadPem(string text)
    {
        List<Certificate> found = [];
        while (PemEncoding.TryFind(text, out PemFields fields))
        {
            if (text[fields.Label] == "CERTIFICATE")
            {
                found.Add(Certificate.FromDer(Convert.FromBase64String(text[fields.Base64Data])));
            }

            text = text[fields.Location.End..];
        }

        return found;
    }
}
