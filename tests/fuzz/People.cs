using Bridge.Keystore.Keys;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Bridge.TestKit;
using Bridge.TestKit.Fakes;

namespace Bridge.Fuzz;

/// <summary>
/// An authority, Alice who signs and Bob who reads. They are kept as files, so that an input found once means the same for
/// ever; their keys protect nothing.
/// </summary>
internal static class People
{
    public const string Responder = "http://ocsp.example/";

    private static readonly Lazy<ForgedIdentity> s_authority = new(() => Load("authority", "authority"));
    private static readonly Lazy<ForgedIdentity> s_alice = new(() => Load("alice", "authority"));
    private static readonly Lazy<ForgedIdentity> s_bob = new(() => Load("bob", "authority"));
    private static readonly Lazy<ForgedIdentity> s_bobEc = new(() => Load("bob-ec", "authority"));

    /// <summary>The moment at which everything is judged.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static ForgedIdentity Authority => s_authority.Value;

    public static ForgedIdentity Alice => s_alice.Value;

    public static ForgedIdentity Bob => s_bob.Value;

    public static ForgedIdentity BobEc => s_bobEc.Value;

    /// <summary>Where the files are: <c>tests/vectors/fuzz/people</c>.</summary>
    private static string Folder => Path.Combine(VectorFolder, "people");

    public static string VectorFolder => Environment.GetEnvironmentVariable("BRIDGE_FUZZ_VECTORS") ?? FindVectors(AppContext.BaseDirectory);

    public static void Make(string folder)
    {
        Directory.CreateDirectory(folder);
        ForgeOptions years = new() { NotBefore = Now.AddDays(-30), NotAfter = Now.AddYears(20) };
        ForgedIdentity authority = Save(folder, "authority", CertificateForge.Authority("Fuzz Authority", options: years));
        ForgeOptions withPlaces = years with { Extensions = [CrlForge.Access(Responder), CrlForge.Point("http://crl.example/")] };
        Save(folder, "alice", CertificateForge.Issue(authority, "alice@example.com", options: withPlaces));
        Save(folder, "bob", CertificateForge.Issue(authority, "bob@example.com", KeyAlgorithm.Rsa, years));
        Save(folder, "bob-ec", CertificateForge.Issue(authority, "bob@example.com", KeyAlgorithm.EcP256, years));
    }

    /// <summary>Bob's keys, of both kinds.</summary>
    public static FakeKeyRing BobsKeys()
    {
        FakeKeyRing keys = new();
        foreach (ForgedIdentity identity in new[] { Bob, BobEc })
        {
            keys.Add(identity.Certificate, () => Open(identity), () => Open(identity));
        }

        return keys;
    }

    public static FakeAnchors Anchors()
    {
        FakeAnchors anchors = new();
        anchors.Add(new TrustAnchor(Authority.Certificate, "user"));
        return anchors;
    }

    public static SoftwareKey Open(ForgedIdentity identity) => SoftwareKey.FromPkcs8(identity.Pkcs8, identity.Certificate);

    private static ForgedIdentity Save(string folder, string name, ForgedIdentity identity)
    {
        File.WriteAllBytes(Path.Combine(folder, name + ".cer"), identity.Certificate.Der.ToArray());
        File.WriteAllBytes(Path.Combine(folder, name + ".key"), identity.Pkcs8);
        return identity;
    }

    private static ForgedIdentity Load(string name, string issuer) =>
        new(Certificate(name), File.ReadAllBytes(Path.Combine(Folder, name + ".key")), Certificate(issuer));

    private static Certificate Certificate(string name) => Smime.Values.Certificate.FromDer(File.ReadAllBytes(Path.Combine(Folder, name + ".cer")));

    private static string FindVectors(string start)
    {
        for (string? folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string vectors = Path.Combine(folder, "tests", "vectors", "fuzz");
            if (Directory.Exists(vectors))
            {
                return vectors;
            }
        }

        throw new DirectoryNotFoundException("tests/vectors/fuzz is not above " + start);
    }
}
