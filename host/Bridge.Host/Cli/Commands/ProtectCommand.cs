using System.CommandLine;
using Bridge.Smime.Errors;
using Bridge.Smime.Sending;
using MimeKit;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>protect</c>: RFC 822 in, protected RFC 822 out.</summary>
internal static class ProtectCommand
{
    public static CliCommand Describe() => new("protect", "Sign and encrypt a message.", Declare);

    private static Func<CliContext, CancellationToken, int> Declare(Command command)
    {
        Argument<string?> file = new("FILE") { Description = "Message (RFC 822); stdin without it.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> from = new("--from") { Description = "Sender's address; default: the message's From.", HelpName = "ADDRESS" };
        Option<string[]> to = new("--to") { Description = "Recipient; repeat it. Default: To, Cc and Bcc of the message.", HelpName = "ADDRESS" };
        Option<bool> sign = new("--sign") { Description = "Sign." };
        Option<bool> encrypt = new("--encrypt") { Description = "Encrypt to all recipients and to the sender." };
        Option<bool> opaque = new("--opaque") { Description = "Sign as application/pkcs7-mime instead of multipart/signed." };
        Option<bool> draft = new("--draft") { Description = "Encrypt to the sender alone, for storing." };
        Option<bool> bare = new("--without-certificates") { Description = "Leave the certificates out of the signature." };
        Option<string?> output = new("--output") { Description = "Write here instead of stdout.", HelpName = "FILE" };
        command.Add(file);
        foreach (Option option in (Option[])[from, to, sign, encrypt, opaque, draft, bare, output])
        {
            command.Add(option);
        }

        return (context, cancellation) =>
        {
            ParseResult parsed = context.Parsed;
            bool storing = parsed.GetValue(draft);
            if (!storing && !parsed.GetValue(sign) && !parsed.GetValue(encrypt))
            {
                throw new RefusalException("usage", RefusalKind.Usage, "Say what to do: --sign, --encrypt, both, or --draft.");
            }

            using Stream input = FileInput.Open(parsed.GetValue(file), context.Streams.Input);
            MessageHeader header = MessageHeader.Peek(input);
            string[]? named = parsed.GetValue(to);
            ProtectionRequest request = new(
                parsed.GetValue(from) ?? SenderOf(header),
                named is { Length: > 0 } ? named : header.Recipients(),
                parsed.GetValue(sign) && !storing,
                parsed.GetValue(encrypt) || storing,
                parsed.GetValue(opaque) ? SignatureForm.Opaque : SignatureForm.Clear,
                storing ? ProtectionPurpose.Draft : ProtectionPurpose.Send,
                !parsed.GetValue(bare),
                context.At,
                context.Policy);
            using FileOutput result = FileOutput.Open(parsed.GetValue(output), context.Streams.Output);
            context.Get<IMessageProtector>().Protect(header.Message, result.Stream, request, cancellation);
            result.Commit();
            return ExitCode.Good;
        };
    }

    private static string SenderOf(MessageHeader header) =>
        header.Addresses(HeaderId.From).FirstOrDefault()
        ?? throw new RefusalException("usage", RefusalKind.Usage, "The message has no From; give the sender with --from ADDRESS.");
}
