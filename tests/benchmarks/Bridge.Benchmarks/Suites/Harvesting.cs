using System.Text;
using Bridge.Benchmarks.Measuring;
using Bridge.Benchmarks.Reporting;
using Bridge.Benchmarks.World;

namespace Bridge.Benchmarks.Suites;

/// <summary>An mbox of signed messages through the command line.</summary>
internal sealed class Harvesting : ISuite
{
    public string Name => "harvest";

    public IEnumerable<Figure> Run(Stage stage)
    {
        int messages = stage.Options.Mailbox;
        string mbox = Path.Combine(stage.Folder, "mbox");
        using (FileStream file = File.Create(mbox))
        {
            for (int i = 0; i < messages; i++)
            {
                Append(stage, file, i);
            }
        }

        Series series = Contest.Run([Contender.Command("ours", Harvest)], Math.Min(2, stage.Options.Rounds))["ours"];
        yield return new Figure("Harvest", $"signed messages a second of processor time, mbox of {messages:N0}", "/s", messages / series.Cpu * 1000)
        {
            Noise = messages / series.Cpu * 1000 * series.Noise / series.Wall,
            Target = 500,
            AtLeast = true,
        };
        yield return new Figure("Harvest", $"peak memory, mbox of {messages:N0}", "MB", stage.Child.PeakMemory(stage.Options.Host, "harvest", mbox)) { Target = 30 };

        void Harvest()
        {
            string said = stage.Child.Run(stage.Options.Host, "harvest", mbox);
            if (!said.StartsWith($"{messages} messages, {messages} signed", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("Not all messages were seen as signed: " + said);
            }
        }
    }

    private static void Append(Stage stage, FileStream mbox, int number)
    {
        (Person own, Person other) = stage.People[number % stage.People.Count];
        byte[] message = Encoding.ASCII.GetBytes(
            $"From: {own.Address}\r\nTo: {other.Address}\r\nSubject: {number}\r\nMessage-ID: <{number}@example.org>\r\n"
            + $"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nMessage number {number}.\r\n");
        mbox.Write("From - Mon Nov 23 12:00:00 2026\r\n"u8);
        stage.Resident.Protect(new MemoryStream(message), mbox, own, other, sign: true, encrypt: false, Stage.Cbc);
        mbox.Write("\r\n"u8);
    }
}
