using System.Collections.Concurrent;
using System.Text;
using Bridge.Interop.Tests.Tools;

namespace Bridge.Interop.Tests;

/// <summary>What worked between this product and each other program. Printed at the end, and kept as a page when asked for.</summary>
internal sealed class Matrix
{
    /// <summary>Environment variable: when it is 1, docs/interop.md is written.</summary>
    public const string WriteDocs = "BRIDGE_WRITE_DOCS";

    private readonly ConcurrentDictionary<(Case What, string Tool), bool> _results = new();

    /// <summary>Runs one cell and keeps whether it worked.</summary>
    public void Check(Case what, Counterpart tool, Action check)
    {
        _results[(what, tool.Name)] = false;
        check();
        _results[(what, tool.Name)] = true;
    }

    public void Report(IReadOnlyList<Counterpart> tools)
    {
        string page = Page(tools);
        Console.WriteLine(page);
        if (Environment.GetEnvironmentVariable(WriteDocs) == "1")
        {
            string docs = Path.Combine(Root(), "docs");
            Directory.CreateDirectory(docs);
            File.WriteAllText(Path.Combine(docs, "interop.md"), page);
        }
    }

    private string Page(IReadOnlyList<Counterpart> tools)
    {
        StringBuilder page = new();
        page.Append("# Interoperability, as measured\n\n");
        page.Append("Written by the interop suite (`").Append(WriteDocs).Append("=1 tests/run.sh interop`). `yes` was tried and worked in that run; ");
        page.Append("`-` is what the other program does not do, with the reason below.\n\n");
        page.Append("Programs: ").AppendJoin(", ", tools.Select(t => $"{t.Name} {t.Version}")).Append(".\n\n");
        Append(page, "Written here, read by the other program", Case.Outgoing, tools);
        Append(page, "Written by the other program, read here", Case.Incoming, tools);
        page.Append("## What the other programs do not do\n");
        foreach (Counterpart tool in tools)
        {
            string[] reasons = [.. Case.Outgoing.Concat(Case.Incoming).Select(tool.Lacks).OfType<string>().Distinct()];
            page.Append("* ").Append(tool.Name).Append(": ").Append(reasons.Length == 0 ? "nothing of this table" : string.Join("; ", reasons)).Append('\n');
        }

        return page.ToString();
    }

    private void Append(StringBuilder page, string title, IReadOnlyList<Case> cases, IReadOnlyList<Counterpart> tools)
    {
        page.Append("## ").Append(title).Append("\n\n| what | ").AppendJoin(" | ", tools.Select(t => t.Name)).Append(" |\n|---|");
        page.Append(string.Concat(tools.Select(_ => "---|"))).Append('\n');
        foreach (Case what in cases)
        {
            page.Append("| ").Append(what.Feature).Append(" | ").AppendJoin(" | ", tools.Select(t => Cell(what, t))).Append(" |\n");
        }

        page.Append('\n');
    }

    private string Cell(Case what, Counterpart tool) =>
        tool.Lacks(what) is not null ? "-"
        : !_results.TryGetValue((what, tool.Name), out bool worked) ? "not run"
        : worked ? "yes" : "**no**";

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Bridge.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("Bridge.sln");
    }
}
