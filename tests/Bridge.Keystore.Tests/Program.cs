using Bridge.Keystore.Tests.Storage;
using Bridge.Keystore.Tests.Vaults;

namespace Bridge.Keystore.Tests;

/// <summary>Runs the tests, or is the child process of one.</summary>
internal static class Program
{
    internal static int Main(string[] arguments) => arguments switch
    {
        [ImportingProcess.Name, string home, string count] => ImportingProcess.Run(home, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
        [WritingProcess.Name, string home, string rounds] => WritingProcess.Run(home, int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture)),
        [MovingProcess.Name, string home, string target, string last] => MovingProcess.Run(home, target, last),
        _ when arguments.Any(a => a is "--server" or "--internal-msbuild-node") =>
            Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult(),
        _ => Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments).GetAwaiter().GetResult(),
    };
}
