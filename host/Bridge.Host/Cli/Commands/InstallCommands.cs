using System.CommandLine;
using Bridge.Host.Install;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>install</c> and <c>uninstall</c>: the manifest by which mail clients of this user find the host.</summary>
internal static class InstallCommands
{
    public static CliCommand DescribeInstall() =>
        new("install", "Tell the mail clients of this user where the host is.", command => Declare(i => i.Install()));

    public static CliCommand DescribeUninstall() =>
        new("uninstall", "Take back what 'install' did; keys and certificates stay.", command => Declare(i => i.Uninstall()));

    private static Func<CliContext, CancellationToken, int> Declare(Func<Installation, InstallResult> run) => (context, _) =>
    {
        InstallResult result = run(Installation.OfThisUser());
        context.Output.Write(
            json =>
            {
                json.WriteStartObject();
                json.WriteString("outcome", result.Outcome.ToString().ToLowerInvariant());
                json.WriteString("manifest", result.Manifest);
                json.WriteString("executable", result.Executable);
                json.WriteEndObject();
            },
            () => context.Output.Line(Sentence(result)));
        return result.Outcome == InstallOutcome.Foreign ? ExitCode.Usage : ExitCode.Good;
    };

    private static string Sentence(InstallResult result) => result.Outcome switch
    {
        InstallOutcome.Written => $"{result.Manifest} now names {result.Executable}.",
        InstallOutcome.Unchanged => $"{result.Manifest} names {result.Executable} already.",
        InstallOutcome.Removed => $"{result.Manifest} is removed.",
        InstallOutcome.Absent => $"{result.Manifest} is not there; nothing to remove.",
        _ => $"{result.Manifest} belongs to '{Terminal.WithoutControls(result.Executable)}' and is left alone; run that executable's 'uninstall'.",
    };
}
