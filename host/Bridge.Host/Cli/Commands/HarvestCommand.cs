using System.CommandLine;
using System.Globalization;
using Bridge.Smime.Errors;
using Bridge.Smime.Reading;
using Bridge.Smime.Verdicts;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>harvest</c>: collects correspondents' certificates from old mail.</summary>
internal static class HarvestCommand
{
    private const int ProgressEvery = 100;

    public static CliCommand Describe() => new("harvest", "Collect certificates from mail: .eml, mbox or Maildir.", Declare);

    private static Func<CliContext, CancellationToken, int> Declare(Command command)
    {
        Argument<string[]> paths = new("PATH") { Arity = ArgumentArity.OneOrMore };
        command.Add(paths);
        return (context, cancellation) =>
        {
            Tally tally = new();
            OpenOptions options = new(context.At, context.Policy with { NetworkEnabled = false });
            IMessageOpener opener = context.Get<IMessageOpener>();
            foreach (MailItem item in MailFiles.Enumerate(context.Parsed.GetRequiredValue(paths)))
            {
                cancellation.ThrowIfCancellationRequested();
                Open(opener, item, options, tally, context.Output, cancellation);
                if (tally.Messages % ProgressEvery == 0 && !Console.IsErrorRedirected)
                {
                    context.Streams.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{tally.Messages} messages, {tally.Added} certificates "));
                }
            }

            Write(context, tally);
            return ExitCode.Good;
        };
    }

    private static void Open(
        IMessageOpener opener, MailItem item, OpenOptions options, Tally tally, CliOutput output, CancellationToken cancellation)
    {
        tally.Messages++;
        try
        {
            using Stream message = item.Open();
            MessageReport report = opener.Open(message, Stream.Null, options, cancellation);
            tally.Signed += report.Signature == SignatureStatus.None ? 0 : 1;
            tally.Added += report.Learned.Count(l => l.Added);
            tally.Refreshed += report.Learned.Count(l => !l.Added);
        }
        catch (RefusalException e)
        {
            tally.Unreadable++;
            output.Note($"{item.Name}: {e.Message} ({e.Code})");
        }
    }

    private static void Write(CliContext context, Tally tally) => context.Output.Write(
        json =>
        {
            json.WriteStartObject();
            json.WriteNumber("messages", tally.Messages);
            json.WriteNumber("signed", tally.Signed);
            json.WriteNumber("added", tally.Added);
            json.WriteNumber("refreshed", tally.Refreshed);
            json.WriteNumber("unreadable", tally.Unreadable);
            json.WriteEndObject();
        },
        () => context.Output.Line(
            $"{tally.Messages} messages, {tally.Signed} signed: {tally.Added} certificates added, {tally.Refreshed} refreshed; {tally.Unreadable} not readable."));

    private sealed class Tally
    {
        public int Messages { get; set; }

        public int Signed { get; set; }

        public int Added { get; set; }

        public int Refreshed { get; set; }

        public int Unreadable { get; set; }
    }
}
