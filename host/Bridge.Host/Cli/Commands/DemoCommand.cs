using System.CommandLine;
using Bridge.Host.Demo;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>demo</c>: plays the story with two people in throw-away keystores.</summary>
internal static class DemoCommand
{
    public static CliCommand Describe() => new("demo", "Play sign, encrypt, read and forge with two people in throw-away keystores.", Declare);

    private static Func<CliContext, CancellationToken, int> Declare(Command command) => (context, _) =>
        new Demonstration(Composition.Open, context.At, context.Output.Line).Play() ? ExitCode.Good : ExitCode.VerdictNotGood;
}
