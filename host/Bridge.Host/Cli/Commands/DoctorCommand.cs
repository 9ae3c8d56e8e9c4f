using System.CommandLine;
using System.Text.Json;
using Bridge.Host.Doctor;
using Bridge.Protocol.Doctor;
using Bridge.Protocol.Json;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>doctor</c>: tries things for real and says what to do.</summary>
internal static class DoctorCommand
{
    public static CliCommand Describe() => new("doctor", "Try everything for real and say what to do.", Declare);

    private static Func<CliContext, CancellationToken, int> Declare(Command command) => (context, cancellation) =>
    {
        DoctorReport report = context.Get<HostDoctor>().Examine(cancellation: cancellation);
        context.Output.Write(
            json => JsonSerializer.Serialize(json, report, WireJson.Indented.DoctorReport),
            () =>
            {
                foreach (Probe probe in report.Probes)
                {
                    context.Output.Line($"{probe.Status.ToString().ToLowerInvariant(),-8} {probe.Name,-11} {ProbeText.Of(probe)}");
                }
            });
        return report.Probes.Any(p => p.Status == ProbeStatus.Bad) ? ExitCode.VerdictNotGood : ExitCode.Good;
    };
}
