namespace Bridge.Interop.Tests.Tools;

internal sealed class OpenSsl(string folder) : Counterpart
{
    private readonly ToolRunner _run = new("openssl", folder);

    public override string Name => "openssl";

    public override string Version => _run.Run(null, "version").Text.Split(' ')[1];

    public override string? Lacks(Case what) => null;

    public override byte[] Verify(byte[] cms, byte[]? content)
    {
        string[] detached = content is null ? [] : ["-content", Put("content", content)];
        return _run.Run(cms, ["cms", "-verify", "-inform", "DER", "-binary", "-CAfile", "ca.crt", .. detached]).Output;
    }

    public override byte[] Decrypt(byte[] cms, Person reader) =>
        _run.Run(cms, "cms", "-decrypt", "-inform", "DER", "-inkey", reader.KeyFile, "-recip", reader.CertificateFile).Output;

    public override byte[] Sign(byte[] content, Person signer, bool detached, string variant)
    {
        string[] padding = variant == "PSS" ? ["-keyopt", "rsa_padding_mode:pss"] : [];
        string[] form = detached ? [] : ["-nodetach"];
        return _run.Run(
            content,
            ["cms", "-sign", "-binary", "-outform", "DER", .. form, "-signer", signer.CertificateFile, "-inkey", signer.KeyFile, .. padding]).Output;
    }

    public override byte[] Encrypt(byte[] content, Person reader, string variant)
    {
        (string cipher, string[] options) = variant switch
        {
            "AES-128-CBC" => ("-aes128", Array.Empty<string>()),
            "AES-256-GCM" => ("-aes-256-gcm", []),
            "OAEP" => ("-aes256", ["-keyopt", "rsa_padding_mode:oaep"]),
            "OAEP SHA-256" => ("-aes256", ["-keyopt", "rsa_padding_mode:oaep", "-keyopt", "rsa_oaep_md:sha256"]),
            "KDF SHA-256" => ("-aes256", ["-keyopt", "ecdh_kdf_md:sha256"]),
            "cofactor DH" => ("-aes256", ["-keyopt", "ecdh_cofactor_mode:1"]),
            _ => ("-aes256", []),
        };
        return _run.Run(
            content, ["cms", "-encrypt", "-binary", "-outform", "DER", cipher, "-recip", reader.CertificateFile, .. options]).Output;
    }

    private string Put(string name, byte[] data)
    {
        string path = Path.Combine(folder, $"{name}-{Guid.NewGuid():N}");
        File.WriteAllBytes(path, data);
        return path;
    }
}
