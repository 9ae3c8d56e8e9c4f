using Bridge.Host.Cli;
using Bridge.Host.Native;
using Bridge.Keystore.Vault.Memory;

namespace Bridge.Host;

/// <summary>Wiring only: decides which door was used and hands over.</summary>
internal static class Program
{
    internal static int Main(string[] args)
    {
        StandardDescriptors.Fill();
        ProcessShield.Raise();
        return LaunchModes.Of(args) switch
        {
            LaunchMode.NativeMessaging => NativeDoor.Run(args[1], Composition.Open),
            _ => RunCommandLine(args),
        };
    }

    private static int RunCommandLine(string[] args) => new CommandLine(CliStreams.Console(), Composition.Open).Run(args);
}
