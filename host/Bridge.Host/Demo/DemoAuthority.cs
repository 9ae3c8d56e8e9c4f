using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bridge.Smime.Values;

namespace Bridge.Host.Demo;

/// <summary>A certification authority that exists in memory only, for the demonstration and for self-tests.</summary>
internal sealed class DemoAuthority : IDisposable
{
    private const int LifetimeDays = 30;
    private static readonly Oid s_emailProtection = new("1.3.6.1.5.5.7.3.4");

    private readonly X509Certificate2 _authority;
    private readonly DateTimeOffset _now;

    public DemoAuthority(string name, DateTimeOffset now)
    {
        _now = now;
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(LifetimeDays));
        Certificate = Certificate.FromDer(_authority.RawData);
    }

    public Certificate Certificate { get; }

    /// <summary>A person's RSA key with a certificate for signing and encrypting mail, as a PKCS#12 file.</summary>
    public (Certificate Certificate, byte[] Pkcs12) Issue(string name, string address, ReadOnlySpan<char> passphrase)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddEmailAddress(address);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([s_emailProtection], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        using X509Certificate2 issued = request.Create(_authority, _now.AddDays(-1), _now.AddDays(LifetimeDays - 1), serial);
        using X509Certificate2 withKey = issued.CopyWithPrivateKey(key);
        byte[] file = new X509Certificate2Collection { withKey, _authority.WithoutKey() }.Export(X509ContentType.Pkcs12, new string(passphrase))!;
        return (Certificate.FromDer(issued.RawData), file);
    }

    public void Dispose() => _authority.Dispose();
}

internal static class CertificateCopies
{
    /// <summary>The certificate alone, so that an export does not take its key along.</summary>
    public static X509Certificate2 WithoutKey(this X509Certificate2 certificate) => X509CertificateLoader.LoadCertificate(certificate.RawData);
}
