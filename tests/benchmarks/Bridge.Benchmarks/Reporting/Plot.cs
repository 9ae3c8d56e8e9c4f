using System.Globalization;
using System.Text;

namespace Bridge.Benchmarks.Reporting;

/// <summary>Draws curves on two logarithmic axes as SVG: a straight line at 45 degrees is linear cost, a level one is none.</summary>
internal static class Plot
{
    private const int Width = 680;
    private const int Height = 400;
    private const int Left = 70;
    private const int Right = 210;
    private const int Top = 40;
    private const int Bottom = 50;

    private static readonly string[] s_colours = ["#1f6feb", "#d1242f", "#1a7f37", "#9a6700", "#8250df", "#57606a"];

    /// <param name="title">Above the plot.</param>
    /// <param name="curves">All with the same axis.</param>
    public static string Draw(string title, IReadOnlyList<Curve> curves)
    {
        Scale x = Scale.Over(curves.SelectMany(c => c.Points).Select(p => p.Size), Left, Width - Right);
        Scale y = Scale.Over(curves.SelectMany(c => c.Points).Select(p => p.Milliseconds), Height - Bottom, Top);
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" role="img" aria-label="{title}" font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="#ffffff"/>
            <text x="{Left}" y="22" font-size="15" fill="#1f2328">{title}</text>

            """);
        foreach (double power in x.Powers)
        {
            Line(svg, x.At(power), Top, x.At(power), Height - Bottom, "#d0d7de");
            Text(svg, x.At(power), Height - Bottom + 18, "middle", power.ToString("#,0.####", CultureInfo.InvariantCulture));
        }

        foreach (double power in y.Powers)
        {
            Line(svg, Left, y.At(power), Width - Right, y.At(power), "#d0d7de");
            Text(svg, Left - 8, y.At(power) + 4, "end", power.ToString("#,0.####", CultureInfo.InvariantCulture) + " ms");
        }

        Text(svg, (Left + Width - Right) / 2.0, Height - 10, "middle", curves[0].Axis);
        for (int i = 0; i < curves.Count; i++)
        {
            Add(svg, curves[i], x, y, s_colours[i % s_colours.Length], Top + 14 + (20 * i));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Add(StringBuilder svg, Curve curve, Scale x, Scale y, string colour, int legend)
    {
        string points = string.Join(' ', curve.Points.Select(p => Invariant($"{x.At(p.Size):0.#},{y.At(p.Milliseconds):0.#}")));
        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n");
        foreach ((double size, double milliseconds) in curve.Points)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x.At(size):0.#}\" cy=\"{y.At(milliseconds):0.#}\" r=\"3\" fill=\"{colour}\"/>\n");
        }

        Line(svg, Width - Right + 14, legend - 4, Width - Right + 34, legend - 4, colour);
        Text(svg, Width - Right + 40, legend, "start", curve.Name);
    }

    private static void Line(StringBuilder svg, double x1, double y1, double x2, double y2, string colour) => svg.Append(
        CultureInfo.InvariantCulture, $"<line x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\" stroke=\"{colour}\"/>\n");

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text) => svg.Append(
        CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" fill=\"#57606a\">{text}</text>\n");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>A logarithmic axis between two whole powers of ten.</summary>
    private sealed record Scale(double Least, double Most, double From, double To)
    {
        public IEnumerable<double> Powers => Enumerable.Range((int)Least, (int)(Most - Least) + 1).Select(p => Math.Pow(10, p));

        public static Scale Over(IEnumerable<double> values, double from, double to)
        {
            double[] logs = [.. values.Select(Math.Log10)];
            double least = Math.Floor(logs.Min());
            return new Scale(least, Math.Max(least + 1, Math.Ceiling(logs.Max())), from, to);
        }

        public double At(double value) => From + ((Math.Log10(value) - Least) / (Most - Least) * (To - From));
    }
}
