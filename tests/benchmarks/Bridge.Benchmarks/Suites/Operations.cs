using Bridge.Benchmarks.Measuring;
using Bridge.Benchmarks.Reporting;
using Bridge.Benchmarks.World;

namespace Bridge.Benchmarks.Suites;

/// <summary>File to file: the resident host and its command against the whole commands of the peers.</summary>
internal sealed class Operations : ISuite
{
    private const double WarmTarget = 1.5;
    private const double SmallRatio = 0.25;
    private const int SmallRepeat = 20;

    public string Name => "operations";

    public IEnumerable<Figure> Run(Stage stage)
    {
        foreach ((Person own, Person other) in stage.People)
        {
            // The peers that are measured beside openssl, and the largest messages, for one kind of key only: what changes with
            // the key is the same at every size.
            bool first = own.Kind == "RSA-2048";
            using GpgPeer? gpg = first ? new GpgPeer(stage, own, other) : null;
            NssPeer? nss = first ? new NssPeer(stage, own, other) : null;
            foreach (string size in Sizes(stage.Options, first))
            {
                string[] algorithms = size == "1 MB" ? [Stage.Cbc] : [Stage.Cbc, Stage.Gcm];
                Letter letter = stage.Compose(size, own, other, algorithms);
                gpg?.Prepare(letter);
                nss?.Prepare(letter);
                Work work = new(stage, letter, own, other);
                foreach (Deed deed in work.Deeds(algorithms))
                {
                    foreach (Figure figure in Measure(stage, letter, own, deed, gpg, nss))
                    {
                        yield return figure;
                    }
                }

                Directory.Delete(letter.Folder, recursive: true);
            }
        }
    }

    private static IEnumerable<string> Sizes(Options options, bool all) =>
        all ? options.Sizes : ["10 KB", "25 MB"];

    private static IEnumerable<Figure> Measure(Stage stage, Letter letter, Person own, Deed deed, GpgPeer? gpg, NssPeer? nss)
    {
        string group = $"{letter.Size}, {own.Kind}, file to file";
        bool small = letter.Size == "10 KB";
        List<Contender> contenders =
        [
            Contender.InProcess("resident", deed.Resident, small ? SmallRepeat : 1),
            Contender.Command("command", deed.Command),
            Contender.Command("openssl", deed.Openssl),
        ];
        bool huge = letter.Size == "100 MB";
        contenders.AddRange(huge ? [] : new[] { gpg?.Take(deed, letter), nss?.Take(deed, letter) }.OfType<Contender>());
        int rounds = small ? stage.Options.Rounds * 3 : huge ? 2 : own.Kind == "RSA-3072" ? 3 : stage.Options.Rounds;
        IReadOnlyDictionary<string, Series> results = Contest.Run(contenders, rounds);
        Series resident = results["resident"];
        yield return Figure.Compare(group, $"{deed.Name}, resident", resident, "openssl", results["openssl"], small ? SmallRatio : letter.Size == "1 MB" ? null : deed.Target);
        yield return Figure.Compare(group, $"{deed.Name}, command", results["command"], "openssl", results["openssl"]);
        foreach (string peer in results.Keys.Except(["resident", "command", "openssl"]))
        {
            yield return Figure.Compare(group, $"{deed.Name}, resident", resident, peer, results[peer]);
        }

        if (small)
        {
            yield return Figure.Time($"10 KB, {own.Kind}, warm", deed.Name, resident, WarmTarget);
        }
    }
}
