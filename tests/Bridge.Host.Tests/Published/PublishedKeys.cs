using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bridge.Protocol;
using Bridge.Protocol.Certificates;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Session;
using Bridge.Protocol.Values;

namespace Bridge.Host.Tests.Published;

/// <summary>One person's key and authority in the executable's keystore, made there by its own requests.</summary>
internal sealed class PublishedKeys
{
    public const string Address = "lock@example.org";

    private long _id = 100;

    private PublishedKeys(RSAParameters secrets) => Secrets = secrets;

    public static byte[] Letter { get; } = Encoding.ASCII.GetBytes(
        $"From: {Address}\r\nTo: {Address}\r\nSubject: locked\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nWhat is behind the lock.\r\n");

    /// <summary>The private key's own numbers.</summary>
    public RSAParameters Secrets { get; }

    public long Next() => _id++;

    public static PublishedKeys Settle(HostExecutable host)
    {
        using RSA key = RSA.Create(2048);
        PublishedKeys keys = new(key.ExportParameters(true));
        using X509Certificate2 certificate = SelfSigned(key);
        host.Peer.Send(new AddAnchor(keys.Next(), certificate.RawData, Convert.ToHexStringLower(SHA256.HashData(certificate.RawData))));
        host.Peer.Receive<Result>();
        string pem = key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem();
        (HostMessage end, _) = host.Peer.Exchange(new ImportKeys(keys.Next(), "lock.pem"), Encoding.ASCII.GetBytes(pem));
        Assert.IsType<Result>(end);
        return keys;
    }

    /// <summary>The letter, encrypted to its own sender.</summary>
    public byte[] Protect(HostExecutable host)
    {
        ProtectMessage request = new(Next(), Address, [Address], Sign: false, Encrypt: true, SignatureForm.Clear, ProtectionPurpose.Send, IncludeCertificates: true);
        (HostMessage end, byte[] sent) = host.Peer.Exchange(request, Letter);
        Assert.IsType<Result>(end);
        return sent;
    }

    private static X509Certificate2 SelfSigned(RSA key)
    {
        CertificateRequest request = new("CN=Lock", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddEmailAddress(Address);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
    }
}
