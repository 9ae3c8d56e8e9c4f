using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>version</c>.</summary>
internal static class VersionCommand
{
    public static CliCommand Describe() => new("version", "Product and protocol versions.", Declare);

    public static string Product { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    private static Func<CliContext, CancellationToken, int> Declare(Command command) => (context, _) =>
    {
        context.Output.Write(
            json =>
            {
                json.WriteStartObject();
                json.WriteString("version", Product);
                json.WriteNumber("protocol", Bridge.Protocol.ProtocolVersion.Current);
                json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
                json.WriteString("platform", RuntimeInformation.RuntimeIdentifier);
                json.WriteEndObject();
            },
            () => context.Output.Line($"smime-bridge {Product} (protocol {Bridge.Protocol.ProtocolVersion.Current}, {RuntimeInformation.FrameworkDescription})"));
        return ExitCode.Good;
    };
}
