namespace Bridge.Interop.Tests.Tools;

internal sealed class GpgSm : Counterpart, IDisposable
{
    private readonly string _folder;
    private readonly ToolRunner _run;
    private readonly ToolRunner _configuration;

    public GpgSm(string folder, string authorityFingerprint)
    {
        _folder = folder;
        string home = Path.Combine(folder, "gnupg");
        Directory.CreateDirectory(home);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.WriteAllText(Path.Combine(home, "trustlist.txt"), $"{authorityFingerprint} S relax\n");
        _run = new ToolRunner("gpgsm", folder, ("GNUPGHOME", home));
        _configuration = new ToolRunner("gpgconf", folder, ("GNUPGHOME", home));
        _run.Run(null, "--batch", "--disable-crl-checks", "--import", "ca.crt");
    }

    public override string Name => "gpgsm";

    public override string Version => _run.Run(null, "--version").Text.Split('\n')[0].Split(' ')[^1];

    public void Import(Person person)
    {
        if (person.Kind.StartsWith("RSA", StringComparison.Ordinal))
        {
            Secret("--import", person.OldPkcs12File);
        }
        else
        {
            _run.Run(null, "--batch", "--disable-crl-checks", "--import", person.CertificateFile);
        }
    }

    public override string? Lacks(Case what) => what switch
    {
        { Variant: "AES-256-GCM" or "AES-128-GCM" } => "no authenticated encryption",
        { Kind: "P-521", Direction: Direction.FromUs, Does: Deed.SignClear or Deed.SignOpaque } => "cannot verify P-521 (its own error)",
        { Direction: Direction.ToUs } or { Does: Deed.Encrypt or Deed.SignAndEncrypt }
            when !what.Kind.StartsWith("RSA", StringComparison.Ordinal) => "imports no EC private keys",
        { Direction: Direction.ToUs, Variant: "PSS" or "OAEP" or "OAEP SHA-256" } => "writes neither PSS nor OAEP",
        _ => null,
    };

    public override byte[] Verify(byte[] cms, byte[]? content)
    {
        string signature = Put(cms);
        string output = signature + ".out";
        string[] files = content is null ? ["--output", output, "--verify", signature] : ["--verify", signature, Put(content)];
        ToolAnswer answer = _run.Run(null, ["--batch", "--yes", "--disable-crl-checks", "--status-fd", "1", .. files]);
        if (!answer.Text.Contains("[GNUPG:] GOODSIG", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("gpgsm reports no good signature: " + answer.Text);
        }

        return content ?? File.ReadAllBytes(output);
    }

    public override byte[] Decrypt(byte[] cms, Person reader) => Secret("--decrypt", Put(cms)).Output;

    public override byte[] Sign(byte[] content, Person signer, bool detached, string variant) =>
        Secret("-u", signer.Address, detached ? "--detach-sign" : "--sign", Put(content)).Output;

    public override byte[] Encrypt(byte[] content, Person reader, string variant) =>
        _run.Run(
        null, "--batch", "--disable-crl-checks", "--cipher-algo", variant == "AES-128-CBC" ? "AES128" : "AES256",
        "-r", reader.Address, "--encrypt", Put(content)).Output;

    public void Dispose() => _configuration.Try(null, "--kill", "gpg-agent");

    private ToolAnswer Secret(params string[] arguments) => _run.Run(
        "x\n"u8.ToArray(), ["--batch", "--disable-crl-checks", "--pinentry-mode", "loopback", "--passphrase-fd", "0", .. arguments]);

    private string Put(byte[] data)
    {
        string path = Path.Combine(_folder, $"gpg-{Guid.NewGuid():N}");
        File.WriteAllBytes(path, data);
        return path;
    }
}
