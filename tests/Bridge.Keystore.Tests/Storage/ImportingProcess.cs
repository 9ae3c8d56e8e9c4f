using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bridge.Keystore.Own;

namespace Bridge.Keystore.Tests.Storage;

/// <summary>
/// A process that imports one new key after the other and says so, a line each, when the keystore has acknowledged it:
/// fingerprint of the certificate and digest of the private key. It is made to be killed.
/// </summary>
internal static class ImportingProcess
{
    internal const string Name = "--child-import";

    internal static int Run(string home, int count)
    {
        Console.WriteLine("started");
        using KeystoreHome keystore = KeystoreHome.Open(home, TimeProvider.System);
        for (int i = 0; i < count; i++)
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new($"CN=Crash {Guid.NewGuid():N}", key, HashAlgorithmName.SHA256);
            using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            byte[] pkcs8 = key.ExportPkcs8PrivateKey();
            string file = PemEncoding.WriteString("PRIVATE KEY", pkcs8) + "\n" + certificate.ExportCertificatePem();
            KeyImport import = keystore.Keys.Import(Encoding.ASCII.GetBytes(file), "crash.pem", default);
            Console.WriteLine($"{import.Keys[0].Key.Id} {Convert.ToHexStringLower(SHA256.HashData(pkcs8))}");
        }

        return 0;
    }

    internal static Process Start(string home, int count) => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, [Name, home, count.ToString(System.Globalization.CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>Lines of acknowledged imports; an unfinished last line is none.</summary>
    internal static List<(string Id, string Secret)> Parse(string output) =>
    [
        .. output[..(output.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Trim().Split(' ')).Where(p => p.Length == 2).Select(p => (p[0], p[1])),
    ];
}
