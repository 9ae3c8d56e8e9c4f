using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bridge.Smime.Values;

namespace Bridge.Host.Doctor.RoundTrip;

/// <summary>A certificate of an authority of its own, with its key, that exists for the length of a probe and in memory alone.</summary>
internal sealed class PassingIdentity : IDisposable
{
    public const string Address = "probe@smime-bridge.invalid";

    private PassingIdentity(Certificate authority, Certificate certificate, byte[] pkcs8) =>
        (Authority, Certificate, Pkcs8) = (authority, certificate, pkcs8);

    public Certificate Authority { get; }

    public Certificate Certificate { get; }

    public byte[] Pkcs8 { get; }

    public static PassingIdentity Make(DateTimeOffset now)
    {
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest authorityRequest = new("CN=S/MIME Bridge probe authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        authorityRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, false));
        using X509Certificate2 authority = authorityRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=S/MIME Bridge probe", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddEmailAddress(Address);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.4")], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        X509SignatureGenerator signer = X509SignatureGenerator.CreateForECDsa(authorityKey);
        using X509Certificate2 certificate = request.Create(authority.SubjectName, signer, now.AddHours(-1), now.AddHours(1), RandomNumberGenerator.GetBytes(16));
        return new PassingIdentity(Certificate.FromDer(authority.RawData), Certificate.FromDer(certificate.RawData), key.ExportPkcs8PrivateKey());
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(Pkcs8);
}
