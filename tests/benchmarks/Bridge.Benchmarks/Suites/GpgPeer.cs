using Bridge.Benchmarks.Measuring;
using Bridge.Benchmarks.World;
using Bridge.TestKit;

namespace Bridge.Benchmarks.Suites;

/// <summary>gpgsm on bare CMS objects: it knows no MIME. Its agent holds the key and is not part of its processor time.</summary>
internal sealed class GpgPeer : IDisposable
{
    private static readonly string[] s_common = ["--batch", "--yes", "--disable-crl-checks", "--pinentry-mode", "loopback", "--passphrase-fd", "0"];

    private readonly Stage _stage;
    private readonly Person _own;
    private readonly Person _other;

    public GpgPeer(Stage stage, Person own, Person other)
    {
        (_stage, _own, _other) = (stage, own, other);
        string home = Path.Combine(stage.Folder, "gnupg");
        Directory.CreateDirectory(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string print = stage.Child.Run("openssl", "x509", "-in", Authority.Certificate, "-noout", "-fingerprint", "-sha1").Split('=')[1].Trim();
        File.WriteAllText(Path.Combine(home, "trustlist.txt"), $"{print} S relax\n");
        Gpg("--import", Authority.Certificate);
        Gpg("--import", other.Certificate);
        GpgTrouble.Around(
            () => stage.Child.Run(
                "openssl", "pkcs12", "-export", "-legacy", "-inkey", own.Key, "-in", own.Certificate, "-name", own.Name,
                "-passout", $"pass:{Authority.Passphrase}", "-out", "gpg.p12"),
            () => Gpg("--import", "gpg.p12"));
    }

    public void Prepare(Letter letter)
    {
        _stage.Child.Shell($"openssl cms -sign -binary -md sha256 -outform DER -in {letter.Plain} -signer {_own.Certificate} -inkey {_own.Key} -out {letter.File("detached.p7s")}");
        _stage.Child.Shell($"openssl cms -encrypt -binary -aes-256-cbc -outform DER -in {letter.Plain} -out {letter.File("encrypted.p7m")} {_own.Certificate} {_other.Certificate}");
    }

    /// <summary>The deed as gpgsm does it; null when it cannot.</summary>
    public Contender? Take(Deed deed, Letter letter)
    {
        string output = letter.File("gpg-output");
        string[]? arguments = deed.Kind switch
        {
            DeedKind.Sign => ["-u", _own.Address, "--output", output, "--detach-sign", letter.Plain],
            DeedKind.Verify => ["--verify", letter.File("detached.p7s"), letter.Plain],
            DeedKind.Encrypt => ["--cipher-algo", "AES256", "-r", _own.Address, "-r", _other.Address, "--output", output, "--encrypt", letter.Plain],
            DeedKind.Decrypt => ["--output", output, "--decrypt", letter.File("encrypted.p7m")],
            _ => null,
        };
        return arguments is null ? null : Contender.Command("gpgsm", () => Gpg(arguments));
    }

    public void Dispose() => _stage.Child.Run("gpgconf", "--kill", "gpg-agent");

    private void Gpg(params string[] arguments) => _stage.Child.RunWith(Authority.Passphrase + "\n", "gpgsm", [.. s_common, .. arguments]);
}
