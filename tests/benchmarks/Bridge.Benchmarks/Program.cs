using Bridge.Benchmarks.Reporting;
using Bridge.Benchmarks.Suites;
using Bridge.Benchmarks.World;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

Options options = Options.Parse(args);
double before = Machine.Load();
List<Figure> figures = [];
using (Stage stage = new(options))
{
    ISuite[] suites = [new Operations(), new Primitives(), new Pipe(), new Memory(), new Lookups(), new Growth(), new Harvesting()];
    foreach (Figure figure in suites.Where(s => options.Wants(s.Name)).SelectMany(s => s.Run(stage)))
    {
        figures.Add(figure);
        Console.Error.WriteLine($"{figure.Group}: {figure.What}: {figure.Ours:0.##} {figure.Unit} {figure.PeerName} {figure.Ratio:0.###} {figure.Outcome}");
    }
}

if (options.Thunderbird is { } measured)
{
    figures.AddRange(ThunderbirdFigures.Read(measured));
}

Report report = new(Machine.Describe(), figures, before, Machine.Load());
report.WriteJson(options.Json);
Console.Write(report.Text());
if (options.Docs is { } page)
{
    report.WriteDocs(page);
    report.WritePlots(Path.ChangeExtension(page, null));
}

return report.Missed.Any() ? 1 : 0;
