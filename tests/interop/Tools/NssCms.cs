namespace Bridge.Interop.Tests.Tools;

internal sealed class NssCms : Counterpart
{
    private const string Database = "sql:nss";
    private readonly string _folder;
    private readonly ToolRunner _cms;
    private readonly ToolRunner _import;

    public NssCms(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(Path.Combine(folder, "nss"));
        ToolRunner certutil = new("certutil", folder);
        certutil.Run(null, "-N", "-d", Database, "--empty-password");
        certutil.Run(null, "-A", "-d", Database, "-n", "ca", "-t", "CT,C,C", "-i", "ca.crt");
        _import = new ToolRunner("pk12util", folder);
        _cms = new ToolRunner("cmsutil", folder);
    }

    public override string Name => "NSS";

    // cmsutil tells no version; the package that brings it does.
    public override string Version => new ToolRunner("dpkg-query", _folder).Run(null, "-W", "-f", "${Version}", "libnss3-tools").Text;

    public void Import(Person person) => _import.Run(null, "-d", Database, "-i", person.Pkcs12File, "-W", "x", "-K", "");

    public override string? Lacks(Case what) => what switch
    {
        { Variant: "AES-256-GCM" or "AES-128-GCM" } => "no authenticated encryption",
        { Does: Deed.Encrypt or Deed.SignAndEncrypt } when !what.Kind.StartsWith("RSA", StringComparison.Ordinal) => "no key agreement in this version",
        { Direction: Direction.ToUs, Variant: "PSS" or "OAEP" or "OAEP SHA-256" } => "writes neither PSS nor OAEP",
        { Direction: Direction.ToUs, Does: Deed.Encrypt, Variant: "AES-256-CBC" } => "chooses AES-128-CBC by itself",
        _ => null,
    };

    public override byte[] Verify(byte[] cms, byte[]? content)
    {
        string[] detached = content is null ? [] : ["-c", Put(content)];
        string file = Put(cms);
        ToolAnswer status = _cms.Run(null, ["-D", "-n", "-d", Database, "-h", "1", "-i", file, .. detached]);
        if (!status.Text.Contains("signer0.status=GoodSignature", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("cmsutil reports no good signature: " + status.Text + status.Errors);
        }

        return content ?? _cms.Run(null, "-D", "-d", Database, "-i", file).Output;
    }

    public override byte[] Decrypt(byte[] cms, Person reader) => _cms.Run(null, "-D", "-d", Database, "-i", Put(cms)).Output;

    public override byte[] Sign(byte[] content, Person signer, bool detached, string variant) =>
        _cms.Run(null, ["-S", "-d", Database, "-N", signer.Name, "-G", "-P", "-i", Put(content), .. detached ? (string[])["-T"] : []]).Output;

    public override byte[] Encrypt(byte[] content, Person reader, string variant) =>
        _cms.Run(null, "-E", "-d", Database, "-r", reader.Address, "-i", Put(content)).Output;

    private string Put(byte[] data)
    {
        string path = Path.Combine(_folder, $"nss-{Guid.NewGuid():N}");
        File.WriteAllBytes(path, data);
        return path;
    }
}
