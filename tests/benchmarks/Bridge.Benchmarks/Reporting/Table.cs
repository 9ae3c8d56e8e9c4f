using System.Globalization;
using System.Text;

namespace Bridge.Benchmarks.Reporting;

/// <summary>Figures as Markdown tables, one for each group; readable in a terminal too.</summary>
internal static class Table
{
    public static string Of(IEnumerable<Figure> figures)
    {
        StringBuilder text = new();
        foreach (IGrouping<string, Figure> group in figures.GroupBy(f => f.Group))
        {
            text.Append(CultureInfo.InvariantCulture, $"### {group.Key}\n\n");
            text.Append("| what | ours (CPU) | peer | peer's (CPU) | ratio | noise | target | |\n|---|---:|---|---:|---:|---:|---:|---|\n");
            foreach (Figure figure in group)
            {
                AppendRow(text, figure);
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, Figure figure)
    {
        string unit = figure.Ratio is null ? " " + figure.Unit : "";
        string target = figure.Target is { } bound ? $"{(figure.AtLeast ? ">=" : "<=")} {Number(bound)}{unit}" : "";
        string outcome = figure.Outcome switch
        {
            Outcome.Met => "met",
            Outcome.WithinNoise => "within noise",
            Outcome.Missed => "**missed**",
            _ => "",
        };
        string[] cells =
        [
            figure.What,
            Value(figure.Ours, figure.OurCpu, figure.Unit),
            figure.PeerName ?? "",
            figure.Peer is { } peer ? Value(peer, figure.PeerCpu, figure.Unit) : "",
            figure.Ratio is { } ratio ? Number(ratio) : "",
            figure.Noise > 0 ? Number(figure.Noise) + unit : "",
            target,
            outcome,
        ];
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }

    private static string Value(double value, double? cpu, string unit) =>
        cpu is { } time ? $"{Number(value)} ({Number(time)}) {unit}" : $"{Number(value)} {unit}";

    private static string Number(double value) => value.ToString(
        Math.Abs(value) switch { >= 100 => "0", >= 10 => "0.0", >= 0.1 => "0.00", _ => "0.000" }, CultureInfo.InvariantCulture);
}
