using Bridge.Benchmarks.Reporting;
using Bridge.Benchmarks.World;

namespace Bridge.Benchmarks.Suites;

/// <summary>Peak resident memory of whole commands by size: flat, where the message streams.</summary>
internal sealed class Memory : ISuite
{
    private const string Group = "Peak resident memory";
    private const double Streaming = 30;

    public string Name => "memory";

    public IEnumerable<Figure> Run(Stage stage)
    {
        (Person own, Person other) = stage.People[0];
        foreach (string size in (string[])["10 KB", "1 MB", "25 MB", .. stage.Options.Large ? (string[])["100 MB"] : []])
        {
            Letter letter = stage.Compose(size, own, other, Stage.Cbc, Stage.Gcm);
            string output = letter.File("output");
            double held = new FileInfo(letter.Encrypted(Stage.Gcm)).Length / 1e6;
            string[] into = ["--output", output];
            yield return Row("sign", ["protect", letter.Plain, "--sign", .. into], ["-sign", "-in", letter.Plain, "-signer", own.Certificate, "-inkey", own.Key]);
            yield return Row("sign+encrypt", ["protect", letter.Plain, "--sign", "--encrypt", .. into], null);
            yield return Row("verify", ["open", letter.Signed, .. into], ["-verify", "-in", letter.Signed, "-CAfile", Authority.Certificate]);
            yield return Row("decrypt AES-256-CBC", ["open", letter.Encrypted(Stage.Cbc), .. into], Decrypt(Stage.Cbc));
            yield return Row("decrypt+verify", ["open", letter.Both(Stage.Cbc), .. into], null);
            yield return Row("decrypt AES-256-GCM", ["open", letter.Encrypted(Stage.Gcm), .. into], Decrypt(Stage.Gcm)) with { Target = Streaming + (1.3 * held) };

            string[] Decrypt(string algorithm) => ["-decrypt", "-in", letter.Encrypted(algorithm), "-recip", own.Certificate, "-inkey", own.Key];

            Figure Row(string what, string[] ours, string[]? peer) =>
                new(Group, $"{what}, {size}", "MB", stage.Child.PeakMemory(stage.Options.Host, ours))
                {
                    PeerName = peer is null ? null : "openssl",
                    Peer = peer is null ? null : stage.Child.PeakMemory("openssl", ["cms", .. peer, "-out", output]),
                    Target = Streaming,
                };
        }
    }
}
