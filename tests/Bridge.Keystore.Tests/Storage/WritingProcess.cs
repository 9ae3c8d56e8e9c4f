using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bridge.Keystore.Own;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Tests.Storage;

/// <summary>
/// A process that changes a keystore in every way, round after round, and says a line for each change that the keystore has
/// acknowledged. It is made to be killed.
/// </summary>
internal static class WritingProcess
{
    internal const string Name = "--child-write";

    /// <summary>The line after which the keystore is opened.</summary>
    internal const string Started = "started";

    internal static int Run(string home, int rounds)
    {
        // Made before, so that what follows is the keystore's work alone.
        List<(string Pem, string Digest, Certificate Certificate)> own = [.. Enumerable.Range(0, Math.Min(rounds, 20)).Select(_ => Make())];
        Console.WriteLine(Started);
        using KeystoreHome keystore = KeystoreHome.Open(home, TimeProvider.System);
        for (int round = 0; round < rounds; round++)
        {
            (string pem, string digest, _) = round < own.Count ? own[round] : Make();
            ImportKey(keystore, pem, digest);
            Certificate correspondent = Make().Certificate;
            Harvest(keystore, correspondent);
            Decide(keystore, correspondent);
        }

        return 0;
    }

    internal static Process Start(string home, int rounds, params string[] before)
    {
        string[] line = [.. before, Environment.ProcessPath!, Name, home, rounds.ToString(CultureInfo.InvariantCulture)];
        ProcessStartInfo start = new(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Fewer threads and no tiered compilation: the same steps in every run.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        return Process.Start(start)!;
    }

    private static void ImportKey(KeystoreHome keystore, string pem, string digest)
    {
        KeyImport import = keystore.Keys.Import(Encoding.ASCII.GetBytes(pem), "crash.pem", default);
        Console.WriteLine($"key {import.Keys[0].Key.Id} {digest}");
    }

    private static void Harvest(KeystoreHome keystore, Certificate certificate)
    {
        string address = $"{certificate.Sha256[..16]}@crash.example";
        keystore.Certificates.Learn(new HarvestedCertificate(certificate, [address], [], new SmimeCapabilities([]), DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, "<crash@example.org>", Stated: true));
        Console.WriteLine($"certificate {certificate.Sha256} {address}");
    }

    private static void Decide(KeystoreHome keystore, Certificate certificate)
    {
        string address = $"{certificate.Sha256[..16]}@crash.example";
        keystore.Correspondents.Choose(address, certificate.Sha256);
        Console.WriteLine($"chosen {certificate.Sha256} {address}");
        keystore.Identities.Set(new Identity(address, SignByDefault: true));
        Console.WriteLine($"identity {address}");
        keystore.Policy.Set("network.enabled", "false");
        Console.WriteLine("policy network.enabled");
        keystore.Certificates.Remove(certificate.Sha256);
        Console.WriteLine($"removed {certificate.Sha256} {address}");
        keystore.Contacts.Restore(certificate.Sha256);
        Console.WriteLine($"restored {certificate.Sha256} {address}");
    }

    private static (string Pem, string Digest, Certificate Certificate) Make()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN=Crash {Guid.NewGuid():N}", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        byte[] pkcs8 = key.ExportPkcs8PrivateKey();
        return (
            PemEncoding.WriteString("PRIVATE KEY", pkcs8) + "\n" + certificate.ExportCertificatePem(),
            Convert.ToHexStringLower(SHA256.HashData(pkcs8)),
            Certificate.FromDer(certificate.RawData));
    }
}
