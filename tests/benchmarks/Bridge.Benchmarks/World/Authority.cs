namespace Bridge.Benchmarks.World;

/// <summary>A certification authority of its own, made by openssl.</summary>
internal sealed class Authority(Child child, string folder)
{
    public const string Certificate = "ca.crt";

    public const string Passphrase = "benchmark";

    public void Make() => child.Run(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", Certificate, "-subj", "/CN=Benchmark CA",
        "-days", "30", "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign");

    public Person Enrol(string name, string kind)
    {
        Person person = new(name, kind);
        bool rsa = kind.StartsWith("RSA-", StringComparison.Ordinal);
        string[] key = rsa ? ["RSA", "-pkeyopt", $"rsa_keygen_bits:{kind[4..]}"] : ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
        child.Run("openssl", ["genpkey", "-out", person.Key, "-algorithm", .. key]);
        child.Run("openssl", "req", "-new", "-key", person.Key, "-subj", $"/CN={name}", "-out", $"{name}.csr");
        File.WriteAllText(
            Path.Combine(folder, $"{name}.ext"),
            $"basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,{(rsa ? "keyEncipherment" : "keyAgreement")}\n"
            + $"extendedKeyUsage=emailProtection\nsubjectAltName=email:{person.Address}\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n");
        child.Run(
            "openssl", "x509", "-req", "-in", $"{name}.csr", "-CA", Certificate, "-CAkey", "ca.key", "-CAcreateserial", "-days", "30",
            "-extfile", $"{name}.ext", "-out", person.Certificate);
        child.Run(
            "openssl", "pkcs12", "-export", "-inkey", person.Key, "-in", person.Certificate, "-certfile", Certificate,
            "-name", name, "-passout", $"pass:{Passphrase}", "-out", person.Archive);
        return person;
    }
}
