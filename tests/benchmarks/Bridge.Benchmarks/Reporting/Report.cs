using System.Globalization;
using System.Text.Json;

namespace Bridge.Benchmarks.Reporting;

/// <summary>All figures of a run, for people and for programs.</summary>
internal sealed class Report(Machine machine, IReadOnlyList<Figure> figures, double loadBefore, double loadAfter)
{
    private const string Begin = "<!-- figures: written by tests/benchmarks/run.sh --write-docs -->";
    private const string End = "<!-- end of figures -->";

    public IEnumerable<Figure> Missed => figures.Where(f => f.Outcome == Outcome.Missed);

    public string Text() => string.Create(CultureInfo.InvariantCulture, $"""
        Measured {DateTime.UtcNow:yyyy-MM-dd} on {machine.Processor}, {machine.Cores} cores, {machine.MemoryGigabytes} GB, {machine.System}, {machine.Runtime} (Native AOT).
        Peers: {string.Join(", ", machine.Programs)}. Load average {loadBefore} before and {loadAfter} after, on {machine.Cores} cores.
        {figures.Count(f => f.Outcome == Outcome.Met)} targets met, {figures.Count(f => f.Outcome == Outcome.WithinNoise)} within noise, {Missed.Count()} missed.


        """) + Table.Of(figures);

    public void WriteJson(string path)
    {
        using FileStream file = File.Create(path);
        using Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("measuredAt", DateTimeOffset.UtcNow);
        json.WriteString("processor", machine.Processor);
        json.WriteNumber("cores", machine.Cores);
        json.WriteString("system", machine.System);
        json.WriteString("runtime", machine.Runtime);
        json.WriteNumber("loadBefore", loadBefore);
        json.WriteNumber("loadAfter", loadAfter);
        json.WriteStartArray("programs");
        foreach (string program in machine.Programs)
        {
            json.WriteStringValue(program);
        }

        json.WriteEndArray();
        json.WriteStartArray("figures");
        foreach (Figure figure in figures)
        {
            Write(json, figure);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Replaces the figures in the page; what stands around them is written by hand and stays.</summary>
    public void WriteDocs(string path)
    {
        string page = File.ReadAllText(path);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new InvalidOperationException($"{path} has no place for figures.");
        }

        File.WriteAllText(path, $"{page[..(begin + Begin.Length)]}\n{Text()}{page[end..]}");
    }

    /// <summary>One SVG for each plot, in a folder of their own.</summary>
    public void WritePlots(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (IGrouping<string, Curve> plot in figures.Select(f => f.Curve).OfType<Curve>().GroupBy(c => c.Plot))
        {
            File.WriteAllText(Path.Combine(folder, $"{plot.Key.ToLowerInvariant().Replace(' ', '-')}.svg"), Plot.Draw(plot.Key, [.. plot]));
        }
    }

    private static void Write(Utf8JsonWriter json, Figure figure)
    {
        json.WriteStartObject();
        json.WriteString("group", figure.Group);
        json.WriteString("what", figure.What);
        json.WriteString("unit", figure.Unit);
        json.WriteNumber("ours", figure.Ours);
        Write(json, "ourCpu", figure.OurCpu);
        json.WriteString("peerName", figure.PeerName);
        Write(json, "peer", figure.Peer);
        Write(json, "peerCpu", figure.PeerCpu);
        Write(json, "ratio", figure.Ratio);
        json.WriteNumber("noise", figure.Noise);
        Write(json, "target", figure.Target);
        json.WriteString("outcome", figure.Outcome.ToString());
        if (figure.Curve is { } curve)
        {
            json.WriteStartArray("points");
            foreach ((double size, double milliseconds) in curve.Points)
            {
                json.WriteStartArray();
                json.WriteNumberValue(size);
                json.WriteNumberValue(milliseconds);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
