using Bridge.Keystore.Import;

namespace Bridge.Benchmarks.World;

/// <summary>Everything that the suites work with, made anew in a folder that goes away.</summary>
internal sealed class Stage : IDisposable
{
    public const string Cbc = "AES-256-CBC";
    public const string Gcm = "AES-256-GCM";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smime-benchmark-");

    public Stage(Options options)
    {
        (Options, Folder) = (options, _folder.FullName);
        HostHome = Path.Combine(Folder, "home");
        Child = new Child(Folder, ("SMIME_BRIDGE_HOME", HostHome), ("GNUPGHOME", Path.Combine(Folder, "gnupg")));
        Authority = new Authority(Child, Folder);
        Authority.Make();
        People = [.. ((string[])["RSA-2048", "P-256", "RSA-3072"]).Select(k => (Authority.Enrol($"alice-{Slug(k)}", k), Authority.Enrol($"bob-{Slug(k)}", k)))];
        Resident = new Resident(HostHome);
        Furnish(Resident);
    }

    public Options Options { get; }

    public string Folder { get; }

    public string HostHome { get; }

    public Child Child { get; }

    public Authority Authority { get; }

    /// <summary>For each kind of key somebody who has keys here and a correspondent.</summary>
    public IReadOnlyList<(Person Own, Person Other)> People { get; }

    public Resident Resident { get; }

    /// <summary>Own keys, correspondents and the authority into a keystore.</summary>
    public void Furnish(Resident resident)
    {
        resident.Home.Anchors.Add(CertificateFile.Read(Read(Authority.Certificate), Authority.Certificate)[0]);
        foreach ((Person own, Person other) in People)
        {
            resident.Home.Keys.Import(Read(own.Archive), own.Archive, Authority.Passphrase.ToCharArray());
            resident.Home.Certificates.Import(Read(other.Certificate), other.Certificate);
        }
    }

    /// <summary>A message of this size in all its forms; made by the product, so every contender reads the same bytes.</summary>
    public Letter Compose(string size, Person own, Person other, params string[] algorithms)
    {
        int number = int.Parse(size.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Letter letter = new(size, number * (size.EndsWith("KB", StringComparison.Ordinal) ? 1_000 : 1_000_000), Path.Combine(Folder, $"{Slug(own.Kind)}-{Slug(size)}"));
        letter.Write(own, other);
        Resident.ProtectFile(letter.Plain, letter.Signed, own, other, sign: true, encrypt: false, Cbc);
        foreach (string algorithm in algorithms)
        {
            Resident.ProtectFile(letter.Plain, letter.Encrypted(algorithm), own, other, sign: false, encrypt: true, algorithm);
            Resident.ProtectFile(letter.Plain, letter.Both(algorithm), own, other, sign: true, encrypt: true, algorithm);
        }

        return letter;
    }

    public byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public void Dispose()
    {
        Resident.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Slug(string text) => text.ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal);
}
