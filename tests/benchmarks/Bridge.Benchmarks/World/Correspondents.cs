using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bridge.Smime.Values;

namespace Bridge.Benchmarks.World;

/// <summary>People with P-256 certificates of the stage's authority, to whom a message can be encrypted.</summary>
internal static class Correspondents
{
    public static string Address(int i) => string.Create(CultureInfo.InvariantCulture, $"correspondent{i}@example.org");

    public static IReadOnlyList<string> Addresses(int count) => [.. Enumerable.Range(0, count).Select(Address)];

    public static List<Certificate> Enrol(Stage stage, int count)
    {
        using X509Certificate2 authority = X509Certificate2.CreateFromPemFile(
            Path.Combine(stage.Folder, Authority.Certificate), Path.Combine(stage.Folder, "ca.key"));
        using RSA key = authority.GetRSAPrivateKey()!;
        X509SignatureGenerator signer = X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1);
        return [.. Enumerable.Range(0, count).Select(i => Issue(authority.SubjectName, signer, i))];
    }

    private static Certificate Issue(X500DistinguishedName issuer, X509SignatureGenerator signer, int i)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN=Correspondent {i}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddEmailAddress(Address(i));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.4")], critical: false));
        using X509Certificate2 issued = request.Create(
            issuer, signer, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(20), [1, .. RandomNumberGenerator.GetBytes(8)]);
        return Certificate.FromDer(issued.RawData);
    }
}
