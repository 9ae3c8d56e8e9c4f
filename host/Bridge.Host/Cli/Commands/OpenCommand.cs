using System.CommandLine;
using Bridge.Host.Native.Mapping;
using Bridge.Host.Proof;
using Bridge.Protocol.Json;
using Bridge.Smime.Reading;
using Bridge.Smime.Reading.Evidence;
using Bridge.Smime.Sending;
using Bridge.Smime.Verdicts;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>open</c> and <c>cms open</c>: protected mail in, inner MIME and a report out.</summary>
internal static class OpenCommand
{
    public static CliCommand Describe() => new("open", "Decrypt and verify a message.", c => Declare(c, bare: false));

    public static CliCommand DescribeCms() =>
        new("cms", "Bare CMS objects.", null, new CliCommand("open", "Decrypt and verify a CMS object (DER, BER or PEM).", c => Declare(c, bare: true)));

    private static Func<CliContext, CancellationToken, int> Declare(Command command, bool bare)
    {
        Argument<string?> file = new("FILE")
        {
            Description = bare ? "CMS object." : "Message (RFC 822); stdin without it.",
            Arity = bare ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
        };
        Option<string?> content = new("--content") { Description = "The signed content, for a detached signature.", HelpName = "FILE" };
        Option<string?> output = new("--output") { Description = "Write the inner MIME here instead of stdout.", HelpName = "FILE" };
        Option<string?> report = new("--report") { Description = "Write the report (JSON) here.", HelpName = "FILE" };
        command.Add(file);
        command.Add(output);
        command.Add(report);
        Option<string?> proof = new("--proof") { Description = "Write a zip that proves the verdict: message, signature, certificates, how to check them.", HelpName = "FILE" };
        Option<string?> signAs = new("--proof-signed-by") { Description = "Sign the proof with the key of this own address.", HelpName = "ADDRESS" };
        if (bare)
        {
            command.Add(content);
        }
        else
        {
            command.Add(proof);
            command.Add(signAs);
            command.Validators.Add(result =>
            {
                if (result.GetValue(signAs) is not null && result.GetValue(proof) is null)
                {
                    result.AddError("--proof-signed-by goes with --proof.");
                }
            });
        }

        return (context, cancellation) =>
        {
            ParseResult parsed = context.Parsed;
            string? reportFile = parsed.GetValue(report);
            string? outputFile = parsed.GetValue(output);
            bool reportOnStdout = context.Json && reportFile is null;
            using Stream input = FileInput.Open(parsed.GetValue(file), context.Streams.Input);
            using Stream? signed = bare && parsed.GetValue(content) is { } path ? FileInput.Open(path, Stream.Null) : null;
            using FileOutput inner = FileOutput.Open(outputFile, reportOnStdout && outputFile is null ? Stream.Null : context.Streams.Output);
            string? proofFile = bare ? null : parsed.GetValue(proof);
            MessageEvidence? evidence = proofFile is null ? null : new MessageEvidence(context.Policy.Limits.HeldBytes);
            OpenOptions options = new(context.At, context.Policy, HoldBack: true, Evidence: evidence);
            IMessageOpener opener = context.Get<IMessageOpener>();
            MessageReport verdict = bare
                ? opener.OpenCms(input, signed, inner.Stream, options, cancellation)
                : opener.Open(input, inner.Stream, options, cancellation);
            inner.Commit();
            Write(context, verdict, reportFile, reportOnStdout);
            if (evidence is not null)
            {
                Prove(context, new ProofFile(evidence, verdict, options.At), parsed.GetValue(signAs), proofFile!, cancellation);
            }

            return IsGood(verdict) ? ExitCode.Good : ExitCode.VerdictNotGood;
        };
    }

    /// <summary>Nothing wrong: everything that was protected was opened, and every claim of a signature holds.</summary>
    internal static bool IsGood(MessageReport report) =>
        report.Encryption.Status is EncryptionStatus.None or EncryptionStatus.Decrypted
        && report.Signature is SignatureStatus.None or SignatureStatus.Valid
        && report.Seal is not Seal.SignatureProblem and not Seal.CannotDecrypt;

    private static void Prove(CliContext context, ProofFile proof, string? signAs, string file, CancellationToken cancellation)
    {
        // It states when it was made, whatever moment the verdict is about.
        DateTimeOffset now = context.Get<TimeProvider>().GetUtcNow();
        using IFileSeal? seal = signAs is null ? null : context.Get<IFileSigner>().Open(signAs, now, context.Policy, cancellation);
        using FileOutput output = FileOutput.Open(file, context.Streams.Output);
        proof.Write(seal, output.Stream);
        output.Commit();
    }

    private static void Write(CliContext context, MessageReport verdict, string? reportFile, bool toStdout)
    {
        if (reportFile is not null || toStdout)
        {
            using FileOutput file = FileOutput.Open(reportFile, context.Streams.Output);
            System.Text.Json.JsonSerializer.Serialize(file.Stream, ReportMapping.ToWire(verdict), WireJson.Indented.Report);
            file.Stream.WriteByte((byte)'\n');
            file.Commit();
        }

        if (!toStdout)
        {
            ReportText.Write(verdict, context.Output);
        }
    }
}
