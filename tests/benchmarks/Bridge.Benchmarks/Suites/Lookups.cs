using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bridge.Benchmarks.Measuring;
using Bridge.Benchmarks.Reporting;
using Bridge.Benchmarks.World;
using Bridge.Keystore.Import;
using Bridge.Protocol.Messages;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Microsoft.Data.Sqlite;

namespace Bridge.Benchmarks.Suites;

/// <summary>How much a keystore full of certificates costs: it must not.</summary>
internal sealed class Lookups : ISuite
{
    private const string Group = "Look-ups";
    private const int Correspondents = 50;
    private const int Addresses = 200;

    public string Name => "lookups";

    public IEnumerable<Figure> Run(Stage stage)
    {
        foreach (int count in (int[])[1_000, stage.Options.Certificates])
        {
            string home = Path.Combine(stage.Folder, string.Create(CultureInfo.InvariantCulture, $"home-{count}"));
            using (Resident resident = new(home))
            {
                stage.Furnish(resident);
                resident.Home.Certificates.Add(Enrol(stage), CertificateOrigin.Imported);
                Fill(home, stage.Read(stage.People[1].Other.Certificate), count);
                foreach (Figure figure in Measure(stage, resident, home, count))
                {
                    yield return figure;
                }
            }

            Directory.Delete(home, recursive: true);
        }
    }

    private static IEnumerable<Figure> Measure(Stage stage, Resident resident, string home, int count)
    {
        string among = string.Create(CultureInfo.InvariantCulture, $"{count:N0} certificates");
        string[] fifty = [.. Enumerable.Range(0, Correspondents).Select(Correspondent)];
        Person own = stage.People[0].Own;
        Random random = new(1);
        int rounds = stage.Options.Rounds * 3;
        Series lookup = Contest.Run([Contender.InProcess("ours", LookUpOne, Addresses)], rounds)["ours"];
        yield return Figure.Time(Group, $"certificate by address, {among}", lookup, 1);
        Series check = Contest.Run([Contender.InProcess("ours", () => resident.CheckRecipients(own, fifty))], rounds)["ours"];
        yield return Figure.Time(Group, $"check of 50 recipients, {among}", check, 10);
        using HostSession host = new(stage.Options.Host, home);
        Series piped = Contest.Run([Contender.InProcess("ours", () => host.Exchange(new CheckRecipients(host.NextId(), own.Address, fifty), []))], rounds)["ours"];
        yield return new Figure(Group, $"check of 50 recipients through the pipe, {among}", "ms", piped.Wall) { Noise = piped.Noise, Target = 10 };

        void LookUpOne()
        {
            if (resident.Home.Certificates.FindByAddress(Filler(random.Next(count))).Count != 1)
            {
                throw new InvalidOperationException("A certificate was not found.");
            }
        }
    }

    private static string Correspondent(int i) => string.Create(CultureInfo.InvariantCulture, $"correspondent{i}@example.org");

    private static string Filler(int i) => string.Create(CultureInfo.InvariantCulture, $"person{i}@filler.example");

    private static List<Certificate> Enrol(Stage stage)
    {
        using X509Certificate2 authority = X509Certificate2.CreateFromPemFile(
            Path.Combine(stage.Folder, Authority.Certificate), Path.Combine(stage.Folder, "ca.key"));
        return [.. Enumerable.Range(0, Correspondents).Select(i => Issue(authority, i))];
    }

    private static Certificate Issue(X509Certificate2 authority, int i)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN=Correspondent {i}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddEmailAddress(Correspondent(i));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.4")], critical: false));
        X509SignatureGenerator signer = X509SignatureGenerator.CreateForRSA(authority.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1);
        using X509Certificate2 issued = request.Create(
            authority.SubjectName, signer, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(20), [1, .. RandomNumberGenerator.GetBytes(8)]);
        return Certificate.FromDer(issued.RawData);
    }

    // Written past the store: certifying a million people would take an hour and change nothing about looking one up.
    private static void Fill(string home, byte[] file, int count)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = Path.Combine(home, "keystore.db"), Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            PRAGMA synchronous = OFF;
            BEGIN;
            CREATE TEMP TABLE filler AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $count) SELECT i FROM n;
            INSERT INTO certificates (id, sha256, der, issuer_serial, subject_key, key_identifier, not_before, not_after, subject)
              SELECT 1000000000 + i, randomblob(32), $der, randomblob(16), randomblob(16), randomblob(20), 1700000000, 1900000000, 'CN=Person ' || i FROM filler;
            INSERT INTO addresses (address, certificate) SELECT 'person' || i || '@filler.example', 1000000000 + i FROM filler;
            INSERT INTO origins (certificate, origin, first_seen, last_seen) SELECT 1000000000 + i, 1, 1700000000, 1700000000 FROM filler;
            COMMIT;
            """;
        command.Parameters.AddWithValue("$count", count);
        command.Parameters.AddWithValue("$der", CertificateFile.Read(file, "filler")[0].Der.ToArray());
        command.ExecuteNonQuery();
    }
}
