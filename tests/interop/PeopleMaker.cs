using Bridge.Interop.Tests.Tools;

namespace Bridge.Interop.Tests;

/// <summary>Makes a CA and end-entity certificates with openssl.</summary>
internal sealed class PeopleMaker(string folder)
{
    private readonly ToolRunner _openssl = new("openssl", folder);

    /// <summary>Returns the SHA-1 fingerprint, by which gpgsm names trusted roots.</summary>
    public string MakeAuthority()
    {
        _openssl.Run(
            null, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=Interop CA", "-days", "30",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign");
        return _openssl.Run(null, "x509", "-in", "ca.crt", "-noout", "-fingerprint", "-sha1").Text.Split('=')[1].Trim();
    }

    /// <param name="name">Of the files, and of the address when none is given.</param>
    /// <param name="kind"><c>RSA</c> or a curve.</param>
    /// <param name="usage">Key usages; null for signing and encrypting.</param>
    /// <param name="address">Address that the certificate names.</param>
    public Person Make(string name, string kind, string? usage = null, string? address = null)
    {
        bool rsa = kind.StartsWith("RSA", StringComparison.Ordinal);
        string[] key = rsa ? ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"] : ["EC", "-pkeyopt", $"ec_paramgen_curve:{kind}"];
        _openssl.Run(null, ["genpkey", "-out", $"{name}.key", "-algorithm", .. key]);
        _openssl.Run(null, "req", "-new", "-key", $"{name}.key", "-subj", $"/CN={name}", "-out", $"{name}.csr");
        File.WriteAllText(
            Path.Combine(folder, $"{name}.ext"),
            $"basicConstraints=CA:FALSE\nkeyUsage=critical,{usage ?? (rsa ? "digitalSignature,keyEncipherment" : "digitalSignature,keyAgreement")}\n"
            + $"extendedKeyUsage=emailProtection\nsubjectAltName=email:{address ?? $"{name}@example.org"}\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n");
        _openssl.Run(
            null, "x509", "-req", "-in", $"{name}.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30",
            "-extfile", $"{name}.ext", "-out", $"{name}.crt");
        _openssl.Run(null, "x509", "-in", $"{name}.crt", "-outform", "DER", "-out", $"{name}.der");
        _openssl.Run(null, "pkcs8", "-topk8", "-nocrypt", "-in", $"{name}.key", "-outform", "DER", "-out", $"{name}.pkcs8");
        _openssl.Run(null, ["pkcs12", "-export", .. Bundle(name), "-out", $"{name}.p12"]);
        MakeOldBundle(name);
        return new Person(folder, name, kind);
    }

    /// <summary>A PKCS#12 file with the encryption of the nineties, under a new salt each time.</summary>
    public void MakeOldBundle(string name) => _openssl.Run(null, ["pkcs12", "-export", "-legacy", .. Bundle(name), "-out", $"{name}.old.p12"]);

    private static string[] Bundle(string name) =>
        ["-inkey", $"{name}.key", "-in", $"{name}.crt", "-certfile", "ca.crt", "-name", name, "-passout", "pass:x"];
}
