using System.Globalization;
using Bridge.Benchmarks.Measuring;
using Bridge.Benchmarks.Reporting;
using Bridge.Benchmarks.World;
using Bridge.Keystore.Import;
using Bridge.Protocol.Messages;
using Bridge.Smime.Ports;
using Microsoft.Data.Sqlite;

namespace Bridge.Benchmarks.Suites;

/// <summary>How much a keystore full of certificates costs: it must not.</summary>
internal sealed class Lookups : ISuite
{
    private const string Group = "Look-ups";
    private const int Recipients = 50;
    private const int Addresses = 200;

    // What is asked again is answered from memory until the keystore changes: every sample begins with a change.
    private const string AfterChange = "after a change";

    public string Name => "lookups";

    public IEnumerable<Figure> Run(Stage stage)
    {
        List<(double, double)> address = [], check = [];
        int most = stage.Options.Certificates;
        foreach (int count in ((int[])[1_000, 10_000, 100_000, most]).Where(c => c <= most).Distinct())
        {
            string home = Path.Combine(stage.Folder, string.Create(CultureInfo.InvariantCulture, $"home-{count}"));
            using (Resident resident = new(home))
            {
                stage.Furnish(resident);
                resident.Home.Certificates.Add(Correspondents.Enrol(stage, Recipients), CertificateOrigin.Imported);
                Fill(home, stage.Read(stage.People[1].Other.Certificate), count);
                foreach (Figure figure in Measure(stage, resident, home, count, address, check).Where(_ => count is 1_000 || count == most))
                {
                    yield return figure;
                }
            }

            Directory.Delete(home, recursive: true);
        }

        yield return Flat("certificate by address", address);
        yield return Flat("check of 50 recipients", check);
    }

    // Level: a hundred times more certificates may cost half as much again, for one more step in an index.
    private static Figure Flat(string name, List<(double, double)> points)
    {
        Curve curve = new("Stored certificates", name, "certificates in the keystore", points);
        return new Figure("Growth", $"{curve.Plot}: {name}, exponent", "", curve.Exponent) { Target = 0.1, Curve = curve };
    }

    private static IEnumerable<Figure> Measure(
        Stage stage, Resident resident, string home, int count, List<(double, double)> address, List<(double, double)> check)
    {
        string among = string.Create(CultureInfo.InvariantCulture, $"{count:N0} certificates");
        IReadOnlyList<string> fifty = Correspondents.Addresses(Recipients);
        Person own = stage.People[0].Own;
        Random random = new(1);
        int rounds = stage.Options.Rounds * 3;
        Series lookup = Repeat(LookUpOne, Addresses, resident.Home.TryWrite);
        address.Add((count, lookup.Wall));
        yield return Figure.Time(Group, $"certificate by address, {AfterChange}, {among}", lookup, 1);
        Series checks = Repeat(() => resident.CheckRecipients(own, fifty), 1, resident.Home.TryWrite);
        check.Add((count, checks.Wall));
        yield return Figure.Time(Group, $"check of 50 recipients, {AfterChange}, {among}", checks, 10);
        yield return Figure.Time(Group, $"check of 50 recipients, again, {among}", Repeat(() => resident.CheckRecipients(own, fifty), 5, null), 10);
        using HostSession host = new(stage.Options.Host, home);
        Series piped = Repeat(() => host.Exchange(new CheckRecipients(host.NextId(), own.Address, fifty), []), 1, resident.Home.TryWrite);
        yield return new Figure(Group, $"check of 50 recipients through the pipe, {AfterChange}, {among}", "ms", piped.Wall)
        {
            Noise = piped.Noise,
            Target = 10,
        };

        Series Repeat(Action work, int repeat, Action? prepare) =>
            Contest.Run([Contender.InProcess("ours", work, repeat) with { Prepare = prepare }], rounds)["ours"];

        void LookUpOne()
        {
            if (resident.Home.Certificates.FindByAddress(Filler(random.Next(count))).Count != 1)
            {
                throw new InvalidOperationException("A certificate was not found.");
            }
        }
    }

    private static string Filler(int i) => string.Create(CultureInfo.InvariantCulture, $"person{i}@filler.example");

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
