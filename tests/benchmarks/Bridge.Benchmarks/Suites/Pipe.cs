using System.Diagnostics;
using Bridge.Benchmarks.Measuring;
using Bridge.Benchmarks.Reporting;
using Bridge.Benchmarks.World;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Values;

namespace Bridge.Benchmarks.Suites;

/// <summary>Through native messaging, with the host as shipped: start, transfer, whole operations, memory.</summary>
internal sealed class Pipe : ISuite
{
    private const string Group = "Through the native-messaging pipe";
    private const double StartTarget = 15;
    private const double InTarget = 60;
    private const double OutTarget = 40;

    public string Name => "pipe";

    public IEnumerable<Figure> Run(Stage stage)
    {
        yield return Start(stage);
        (Person own, Person other) = stage.People[0];
        Letter letter = stage.Compose("25 MB", own, other, Stage.Cbc, Stage.Gcm);
        byte[] plain = File.ReadAllBytes(letter.Plain);
        using HostSession host = new(stage.Options.Host, stage.HostHome);
        Series transfer = Repeat(stage, () => Demand(host.Exchange(Protect(false, false)(), plain), plain.Length));
        double megabytes = plain.Length / 1e6;

        // Both ways are under way at once here, so the target is the time that both targets leave together.
        yield return new Figure(Group, "transfer, 25 MB in and the same out", "ms", transfer.Wall)
        {
            Noise = transfer.Noise,
            Target = ((megabytes / InTarget) + (megabytes / OutTarget)) * 1000,
        };
        yield return new Figure(Group, "transfer, each way at once", "MB/s", megabytes / transfer.Wall * 1000);

        yield return Whole("sign", Protect(true, false), plain, () => stage.Resident.Protect(new MemoryStream(plain), Stream.Null, own, other, true, false, Stage.Cbc));
        yield return Whole("sign+encrypt", Protect(true, true), plain, () => stage.Resident.Protect(new MemoryStream(plain), Stream.Null, own, other, true, true, Stage.Cbc));
        byte[] signed = File.ReadAllBytes(letter.Signed);
        yield return Whole("verify", Open(), signed, () => stage.Resident.Open(new MemoryStream(signed), Stream.Null));
        byte[] both = File.ReadAllBytes(letter.Both(Stage.Cbc));
        yield return Whole("decrypt+verify", Open(), both, () => stage.Resident.Open(new MemoryStream(both), Stream.Null));
        yield return new Figure("Peak resident memory", "host session after 25 MB of each of these", "MB", host.PeakMemory()) { Target = 30 };
        byte[] authenticated = File.ReadAllBytes(letter.Encrypted(Stage.Gcm));
        host.Exchange(Open()(), authenticated);
        yield return new Figure("Peak resident memory", "host session after 25 MB decrypt AES-256-GCM", "MB", host.PeakMemory())
        {
            Target = 30 + (1.3 * authenticated.Length / 1e6),
        };
        yield return new Figure("Peak resident memory", "host session at rest, ten seconds after these", "MB", host.MemoryAtRest());

        Func<Bridge.Protocol.Request> Protect(bool sign, bool encrypt) => () => new ProtectMessage(
            host.NextId(), own.Address, [other.Address], sign, encrypt, SignatureForm.Clear, ProtectionPurpose.Send, IncludeCertificates: true);

        Func<Bridge.Protocol.Request> Open() => () => new OpenMessage(host.NextId(), ContentKind.Message, Harvest: true);

        Figure Whole(string what, Func<Bridge.Protocol.Request> request, byte[] content, Action operation)
        {
            Series through = Repeat(stage, () => Demand(host.Exchange(request(), content), plain.Length));
            Series alone = Repeat(stage, operation);
            return new Figure(Group, $"{what}, 25 MB, end to end", "ms", through.Wall)
            {
                PeerName = "operation + transfer",
                Peer = alone.Wall + transfer.Wall,
                Ratio = through.Wall / (alone.Wall + transfer.Wall),
                Noise = (through.Noise + alone.Noise + transfer.Noise) / (alone.Wall + transfer.Wall),
                Target = 1.5,
            };
        }
    }

    private static Figure Start(Stage stage)
    {
        Series series = new();
        for (int i = 0; i < stage.Options.Rounds * 4; i++)
        {
            long start = Stopwatch.GetTimestamp();
            using HostSession session = new(stage.Options.Host, stage.HostHome);
            series.Add(new Sample(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 0));
        }

        return new Figure(Group, "start to first reply", "ms", series.Wall) { Noise = series.Noise, Target = StartTarget };
    }

    private static Series Repeat(Stage stage, Action work) =>
        Contest.Run([Contender.InProcess("pipe", work)], stage.Options.Rounds)["pipe"];

    // Nine tenths: opening takes the protection off, and what is left is a little less than the message that went in.
    private static void Demand(long received, long expected)
    {
        if (received < expected * 0.9)
        {
            throw new InvalidOperationException($"{received} bytes came back where {expected} were expected.");
        }
    }
}
