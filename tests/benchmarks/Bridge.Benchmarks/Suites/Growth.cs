using System.Globalization;
using Bridge.Benchmarks.Measuring;
using Bridge.Benchmarks.Reporting;
using Bridge.Benchmarks.World;
using Bridge.Smime.Ports;

namespace Bridge.Benchmarks.Suites;

/// <summary>How cost grows: in step with bytes, recipients and layers. (With stored certificates: <see cref="Lookups"/>.)</summary>
internal sealed class Growth : ISuite
{
    private const string Group = "Growth";

    // Nothing here is allowed to be worse than linear; the tenth is for caches that get too small.
    private const double Linear = 1.1;

    public string Name => "growth";

    public IEnumerable<Figure> Run(Stage stage)
    {
        foreach (Curve curve in Bytes(stage).Concat(Recipients(stage)).Concat(Layers(stage)))
        {
            yield return new Figure(Group, $"{curve.Plot}: {curve.Name}, exponent", "", curve.Exponent) { Target = Linear, Curve = curve };
        }
    }

    private static IEnumerable<Curve> Bytes(Stage stage)
    {
        (Person own, Person other) = stage.People[0];
        Dictionary<string, List<(double, double)>> points = [];
        foreach (string size in stage.Options.Sizes)
        {
            Letter letter = stage.Compose(size, own, other, Stage.Cbc, Stage.Gcm);
            foreach (Deed deed in new Work(stage, letter, own, other).Deeds([Stage.Cbc, Stage.Gcm]).Where(d => !d.Name.Contains('+')))
            {
                Add(deed.Name, letter.Bytes / 1e6, Least(stage, deed.Resident, letter.Bytes < 1_000_000 ? 10 : 1));
            }

            Directory.Delete(letter.Folder, recursive: true);
        }

        return points.Select(p => new Curve("Bytes", p.Key, "megabytes", p.Value));

        void Add(string name, double x, double y)
        {
            points.TryAdd(name, []);
            points[name].Add((x, y));
        }
    }

    private static IEnumerable<Curve> Recipients(Stage stage)
    {
        int[] counts = [1, 4, 16, 64, 128];
        (Person own, Person other) = stage.People[1];
        Letter letter = stage.Compose("10 KB", own, other);
        byte[] plain = File.ReadAllBytes(letter.Plain);
        string home = Path.Combine(stage.Folder, "home-recipients");
        using Resident resident = new(home);
        stage.Furnish(resident);
        resident.Home.Certificates.Add(Correspondents.Enrol(stage, counts[^1]), CertificateOrigin.Imported);
        List<(double, double)> check = [], encrypt = [];
        foreach (int count in counts)
        {
            IReadOnlyList<string> addresses = Correspondents.Addresses(count);
            check.Add((count, Least(stage, () => resident.CheckRecipients(own, addresses), 5)));
            encrypt.Add((count, Least(stage, () => resident.Encrypt(new MemoryStream(plain), Stream.Null, own, addresses), 2)));
        }

        yield return new Curve("Recipients", "check", "recipients", check);
        yield return new Curve("Recipients", "encrypt 10 KB", "recipients", encrypt);
    }

    // Made by openssl, innermost first: signed, encrypted, signed ...
    private static IEnumerable<Curve> Layers(Stage stage)
    {
        (Person own, Person other) = stage.People[0];
        Letter letter = stage.Compose("1 MB", own, other);
        List<(double, double)> points = [];
        string inner = letter.Plain;
        for (int layers = 1; layers <= 6; layers++)
        {
            string outer = letter.File(string.Create(CultureInfo.InvariantCulture, $"layer-{layers}"));
            string addresses = $"-from {own.Address} -to {other.Address}";
            stage.Child.Shell(layers % 2 == 1
                ? $"openssl cms -sign -nodetach -md sha256 {addresses} -in {inner} -signer {own.Certificate} -inkey {own.Key} -out {outer}"
                : $"openssl cms -encrypt -aes-256-cbc {addresses} -in {inner} -out {outer} {own.Certificate} {other.Certificate}");
            inner = outer;
            points.Add((layers, Least(stage, () => stage.Resident.OpenFile(outer, letter.File("opened")), 2)));
        }

        yield return new Curve("Layers", "open 1 MB", "layers of signature and encryption", points);
    }

    // The least of several: what a busy machine adds is not growth.
    private static double Least(Stage stage, Action work, int repeat) =>
        Contest.Run([Contender.InProcess("ours", work, repeat)], stage.Options.Rounds)["ours"].Least;
}
