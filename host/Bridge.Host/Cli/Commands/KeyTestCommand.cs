using System.CommandLine;
using Bridge.Host.Native.Mapping;
using Bridge.Protocol.Json;
using Bridge.Smime.Verdicts;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>keys test</c>: the keys of one own address really sign, encrypt, decrypt and verify.</summary>
internal static class KeyTestCommand
{
    public static CliCommand Describe() => new("test", "Sign, encrypt, decrypt and verify a message to yourself, and judge it.", Declare);

    private static Func<CliContext, CancellationToken, int> Declare(Command command)
    {
        Argument<string> address = new("ADDRESS") { Description = "Own address." };
        command.Add(address);
        return (context, cancellation) =>
        {
            MessageReport report = context.Get<IdentityTest>().Run(context.Parsed.GetRequiredValue(address), cancellation);
            if (context.Json)
            {
                System.Text.Json.JsonSerializer.Serialize(context.Streams.Output, report.ToWire(), WireJson.Indented.Report);
            }
            else
            {
                ReportText.Write(report, context.Output);
            }

            return OpenCommand.IsGood(report) ? ExitCode.Good : ExitCode.VerdictNotGood;
        };
    }
}
