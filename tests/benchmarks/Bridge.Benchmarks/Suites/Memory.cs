using Bridge.Benchmarks.Reporting;
using Bridge.Benchmarks.World;
using Bridge.TestKit;

namespace Bridge.Benchmarks.Suites;

/// <summary>Peak resident memory of whole commands by size: flat, where the message streams.</summary>
internal sealed class Memory : ISuite
{
    private const string Group = "Peak resident memory";
    private const double Streaming = 30;
    private const long Bound = 64L << 20;

    public string Name => "memory";

    public IEnumerable<Figure> Run(Stage stage)
    {
        (Person own, Person other) = stage.People[0];
        foreach (string size in stage.Options.Sizes)
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

        foreach (Figure figure in Confined(stage, own, other))
        {
            yield return figure;
        }
    }

    // The kernel ends a program that takes more than the bound, its share of the file cache included.
    private static IEnumerable<Figure> Confined(Stage stage, Person own, Person other)
    {
        using Confinement confinement = Confinement.To(Bound);
        Letter letter = new(Huge(stage), stage.Options.Quick ? 256_000_000 : 1_000_000_000, Path.Combine(stage.Folder, "huge"));
        letter.Write(own, other);
        (string protectedFile, string opened) = (letter.File("protected"), letter.File("opened"));
        foreach ((string what, string[] options, string name) in ((string, string[], string)[])
            [("sign", ["--sign"], "verify"), ("encrypt AES-256-CBC", ["--encrypt"], "decrypt AES-256-CBC"), ("sign+encrypt", ["--sign", "--encrypt"], "decrypt+verify")])
        {
            yield return Row(what, ["protect", letter.Plain, .. options, "--output", protectedFile]);
            yield return Row(name, ["open", protectedFile, "--output", opened]);
        }

        Directory.Delete(letter.Folder, recursive: true);

        Figure Row(string what, string[] arguments) =>
            new(Group, $"{what}, {letter.Size}, within {Bound >> 20} MiB ({confinement.Name})", "MB", stage.Child.PeakMemory(confinement, stage.Options.Host, arguments))
            {
                Target = Streaming,
            };
    }

    private static string Huge(Stage stage) => stage.Options.Quick ? "256 MB" : "1 GB";
}
