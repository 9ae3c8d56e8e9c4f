using Bridge.Keystore.Keys;
using Bridge.Smime.Values;

namespace Bridge.Interop.Tests;

/// <summary>Somebody with a certificate of the interop CA, made by openssl, known to every program.</summary>
internal sealed class Person
{
    public Person(string folder, string name, string kind)
    {
        (Name, Kind) = (name, kind);
        KeyFile = Path.Combine(folder, name + ".key");
        CertificateFile = Path.Combine(folder, name + ".crt");
        Pkcs12File = Path.Combine(folder, name + ".p12");
        OldPkcs12File = Path.Combine(folder, name + ".old.p12");
        Certificate = Certificate.FromDer(File.ReadAllBytes(Path.Combine(folder, name + ".der")));
        Pkcs8 = File.ReadAllBytes(Path.Combine(folder, name + ".pkcs8"));
    }

    public string Name { get; }

    public string Kind { get; }

    public string Address => $"{Name}@example.org";

    public string KeyFile { get; }

    public string CertificateFile { get; }

    public string Pkcs12File { get; }

    /// <summary>The same with the encryption of the nineties, for programs that read nothing newer.</summary>
    public string OldPkcs12File { get; }

    public Certificate Certificate { get; }

    public byte[] Pkcs8 { get; }

    public SoftwareKey OpenKey() => SoftwareKey.FromPkcs8(Pkcs8, Certificate);
}
