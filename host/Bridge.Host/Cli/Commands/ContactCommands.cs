using System.CommandLine;
using Bridge.Keystore;
using Bridge.Keystore.Certificates;
using Bridge.Keystore.Certificates.Contacts;
using Bridge.Keystore.Export;
using Bridge.Keystore.Import;
using Bridge.Smime.Errors;
using Bridge.Smime.Sending;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>certificates history, choose, same-mailbox, acknowledge, compare, trust, export, restore</c>: one correspondent over the years.</summary>
internal static class ContactCommands
{
    public static IReadOnlyList<CliCommand> Describe() =>
    [
        new CliCommand("history", "What happened with the certificates of an address, and which one is used and why.", History),
        new CliCommand("choose", "Use one certificate of an address before the others; 'auto' for automatic.", Choose),
        new CliCommand("same-mailbox", "Say that bob+news@… is the same mailbox as bob@…, whose certificate then serves it.", SameMailbox),
        new CliCommand("acknowledge", "Say that you have seen that an address has another certificate now.", (c) => Decide(c, (s, a, f) => s.Acknowledge(a, f))),
        new CliCommand("compare", "Say that you compared the fingerprint with the person.", (c) => Decide(c, (s, a, f) => s.Compare(a, f, same: true))),
        new CliCommand("trust", "Trust a person's certificate by itself, after comparing its fingerprint with that person; 'anchors remove' takes it back.", Trust),
        new CliCommand("export", "Write certificates: one, those of an address, or those of all correspondents.", Export),
        new CliCommand("restore", "Undo a removal of the last 30 days.", Restore),
    ];

    private static Func<CliContext, CancellationToken, int> History(Command command)
    {
        Argument<string> address = new("ADDRESS");
        command.Add(address);
        return (context, cancellation) =>
        {
            ContactHistory history = context.Get<ContactStore>().Show(context.Parsed.GetRequiredValue(address));
            RecipientState state = context.Get<ContactStates>().Of([history.Address], cancellation)[0];
            ContactText.Write(context.Output, history, state, ContactStates.ReasonFor(state, history));
            return history.Events.Count > 0 ? ExitCode.Good : (int)RefusalKind.Recipient;
        };
    }

    private static Func<CliContext, CancellationToken, int> Choose(Command command)
    {
        (Argument<string> address, Argument<string> id) = AddressAndId(command);
        return (context, _) =>
        {
            string sha256 = context.Parsed.GetRequiredValue(id);
            context.Get<CorrespondentStore>().Choose(context.Parsed.GetRequiredValue(address), sha256 == "auto" ? null : sha256);
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> SameMailbox(Command command)
    {
        Argument<string> address = new("ADDRESS");
        Option<bool> undo = new("--undo") { Description = "Take it back." };
        command.Add(address);
        command.Add(undo);
        return (context, _) =>
        {
            context.Get<CorrespondentStore>().SetSameMailbox(context.Parsed.GetRequiredValue(address), !context.Parsed.GetValue(undo));
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> Decide(Command command, Action<ContactStore, string, string> decide)
    {
        (Argument<string> address, Argument<string> id) = AddressAndId(command);
        return (context, _) =>
        {
            decide(context.Get<ContactStore>(), context.Parsed.GetRequiredValue(address), context.Parsed.GetRequiredValue(id));
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> Trust(Command command)
    {
        (Argument<string> address, Argument<string> id) = AddressAndId(command);
        Argument<string> file = new("FILE");
        command.Add(file);
        return (context, _) =>
        {
            string path = context.Parsed.GetRequiredValue(file);
            Smime.Values.Certificate certificate = CertificateFile.Read(FileInput.ReadAll(path), Path.GetFileName(path))[0];
            context.Get<ContactStore>().Trust(context.Parsed.GetRequiredValue(address), certificate, context.Parsed.GetRequiredValue(id));
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> Export(Command command)
    {
        Argument<string?> id = new("SHA256") { Arity = ArgumentArity.ZeroOrOne };
        Option<string?> address = new("--address") { Description = "All certificates of this address.", HelpName = "ADDRESS" };
        Option<bool> all = new("--all") { Description = "The certificates of all correspondents." };
        Option<bool> der = new("--der") { Description = "One certificate in binary form (.cer) instead of PEM." };
        Option<string?> output = new("--output") { HelpName = "FILE" };
        command.Add(id);
        new Option[] { address, all, der, output }.ToList().ForEach(command.Add);
        command.Validators.Add(result =>
        {
            int chosen = (result.GetValue(id) is null ? 0 : 1) + (result.GetValue(address) is null ? 0 : 1) + (result.GetValue(all) ? 1 : 0);
            if (chosen != 1 || (result.GetValue(der) && result.GetValue(id) is null))
            {
                result.AddError("Name one certificate, or --address, or --all; --der writes one certificate.");
            }
        });
        return (context, cancellation) =>
        {
            using FileOutput file = FileOutput.Open(context.Parsed.GetValue(output), context.Streams.Output);
            if (context.Parsed.GetValue(id) is { } sha256)
            {
                Smime.Values.Certificate one = context.Get<CertificateStore>().Get(sha256);
                file.Stream.Write(context.Parsed.GetValue(der) ? one.Der.Span : System.Text.Encoding.ASCII.GetBytes(CertificatePem.Write([one])));
            }
            else
            {
                CertificatePem.Write(context.Get<ContactStore>().Export(context.Parsed.GetValue(address)), file.Stream, cancellation);
            }

            file.Commit();
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> Restore(Command command)
    {
        Argument<string> id = new("SHA256");
        command.Add(id);
        return (context, _) =>
        {
            context.Get<ContactStore>().Restore(context.Parsed.GetRequiredValue(id));
            return ExitCode.Good;
        };
    }

    private static (Argument<string> Address, Argument<string> Id) AddressAndId(Command command)
    {
        (Argument<string> address, Argument<string> id) = (new("ADDRESS"), new("SHA256"));
        command.Add(address);
        command.Add(id);
        return (address, id);
    }
}
