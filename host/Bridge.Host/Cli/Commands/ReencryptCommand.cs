using System.CommandLine;
using Bridge.Smime.Rewrapping;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>reencrypt</c>: a stored message is encrypted anew, to the own certificate in use now.</summary>
internal static class ReencryptCommand
{
    public static CliCommand Describe() => new("reencrypt", "Encrypt a stored message anew, to your own certificate.", Declare);

    private static Func<CliContext, CancellationToken, int> Declare(Command command)
    {
        Argument<string?> file = new("FILE") { Description = "Encrypted message (RFC 822); stdin without it.", Arity = ArgumentArity.ZeroOrOne };
        Option<string> address = new("--to") { Description = "Your address, whose certificate is in use.", HelpName = "ADDRESS", Required = true };
        Option<string> output = new("--output") { Description = "Write here; may be the same file.", HelpName = "FILE", Required = true };
        command.Add(file);
        command.Add(address);
        command.Add(output);
        return (context, cancellation) =>
        {
            ParseResult parsed = context.Parsed;
            string target = parsed.GetRequiredValue(output);
            using FileOutput result = FileOutput.Open(target, context.Streams.Output);
            Reencryption done;
            using (Stream input = FileInput.Open(parsed.GetValue(file), context.Streams.Input))
            {
                done = context.Get<IMessageRewrapper>().Reencrypt(
                    input, result.Stream, parsed.GetRequiredValue(address), context.At, context.Policy, cancellation);
            }

            if (!done.Already)
            {
                result.Commit();
            }

            Write(context.Output, done, target);
            return ExitCode.Good;
        };
    }

    private static void Write(CliOutput output, Reencryption done, string target) => output.Write(
        json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("already", done.Already);
            json.WriteString("certificate", done.Key.Certificate.Sha256);
            json.WriteString("contentEncryption", done.ContentEncryption);
            json.WriteEndObject();
        },
        () => output.Note(done.Already
            ? $"It is encrypted to {done.Key.Certificate.Subject} already; nothing was written."
            : $"{target}: {done.ContentEncryption}, to {done.Key.Certificate.Subject}."));
}
