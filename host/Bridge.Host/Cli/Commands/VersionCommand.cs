using System.CommandLine;
using Bridge.Protocol;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>version</c>.</summary>
internal static class VersionCommand
{
    public static CliCommand Describe() => new("version", "Product and protocol versions.", Declare);

    private static Func<CliContext, CancellationToken, int> Declare(Command command) => (context, _) =>
    {
        context.Output.Write(
            json =>
            {
                json.WriteStartObject();
                json.WriteString("version", Product.Version);
                json.WriteNumber("protocol", ProtocolVersion.Maximum);
                json.WriteString("runtime", Product.Runtime);
                json.WriteEndObject();
            },
            () => context.Output.Line($"smime-bridge {Product.Version} (protocol {ProtocolVersion.Maximum}, {Product.Runtime})"));
        return ExitCode.Good;
    };
}
