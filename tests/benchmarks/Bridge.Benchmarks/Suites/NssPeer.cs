using Bridge.Benchmarks.Measuring;
using Bridge.Benchmarks.World;

namespace Bridge.Benchmarks.Suites;

/// <summary>NSS's cmsutil on bare CMS objects: it knows no MIME, and encrypts with a cipher of its own choice.</summary>
internal sealed class NssPeer
{
    private const string Database = "sql:nss";

    private readonly Stage _stage;
    private readonly Person _own;
    private readonly Person _other;

    public NssPeer(Stage stage, Person own, Person other)
    {
        (_stage, _own, _other) = (stage, own, other);
        Directory.CreateDirectory(Path.Combine(stage.Folder, "nss"));
        stage.Child.Run("certutil", "-N", "-d", Database, "--empty-password");
        stage.Child.Run("certutil", "-A", "-d", Database, "-n", "ca", "-t", "CT,C,C", "-i", Authority.Certificate);
        stage.Child.Run("certutil", "-A", "-d", Database, "-n", other.Name, "-t", ",P,", "-i", other.Certificate);
        stage.Child.Run("pk12util", "-d", Database, "-i", own.Archive, "-W", Authority.Passphrase, "-K", "");
    }

    public void Prepare(Letter letter)
    {
        _stage.Child.Run("cmsutil", Arguments(DeedKind.Sign, letter, letter.File("nss.p7s"))!);
        _stage.Child.Run("cmsutil", Arguments(DeedKind.Encrypt, letter, letter.File("nss.p7m"))!);
    }

    /// <summary>The deed as cmsutil does it; null when it cannot.</summary>
    public Contender? Take(Deed deed, Letter letter) =>
        Arguments(deed.Kind, letter, letter.File("nss-output")) is { } arguments
            ? Contender.Command("cmsutil", () => _stage.Child.Run("cmsutil", arguments))
            : null;

    private string[]? Arguments(DeedKind kind, Letter letter, string output) => kind switch
    {
        DeedKind.Sign => ["-S", "-d", Database, "-N", _own.Name, "-H", "SHA256", "-G", "-P", "-T", "-i", letter.Plain, "-o", output],
        DeedKind.Verify => ["-D", "-n", "-d", Database, "-c", letter.Plain, "-i", letter.File("nss.p7s"), "-o", output],
        DeedKind.Encrypt => ["-E", "-d", Database, "-r", $"{_own.Address},{_other.Address}", "-i", letter.Plain, "-o", output],
        DeedKind.Decrypt => ["-D", "-d", Database, "-i", letter.File("nss.p7m"), "-o", output],
        _ => null,
    };
}
