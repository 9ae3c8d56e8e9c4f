using System.Globalization;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Anchors;

/// <summary>
/// The authorities that Mozilla trusts for mail, from the data file this host carries (installer/mail-roots.sh makes it
/// from NSS's builtin module). A root is parsed when it is first asked for. Thread-safe.
/// </summary>
public sealed class MozillaAnchors : IAnchorStore
{
    private const string Resource = "Bridge.Keystore.Anchors.mozilla-mail-roots.txt";

    private readonly Dictionary<string, List<Lazy<TrustAnchor>>> _bySubject = [];

    public MozillaAnchors()
    {
        using Stream data = typeof(MozillaAnchors).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException("The mail roots are not part of this build.");
        using StreamReader reader = new(data);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                ReadRemark(line);
            }
            else
            {
                ReadRoot(line);
            }
        }
    }

    /// <summary>Package and version of the module that the roots were read from.</summary>
    public string Source { get; private set; } = "";

    /// <summary>Day on which the data file was made, ISO 8601.</summary>
    public string Date { get; private set; } = "";

    public int Count => _bySubject.Values.Sum(l => l.Count);

    public IReadOnlyList<TrustAnchor> Find(ReadOnlyMemory<byte> subjectDer) =>
        _bySubject.TryGetValue(DistinguishedName.KeyOf(subjectDer), out List<Lazy<TrustAnchor>>? found) ? [.. found.Select(l => l.Value)] : [];

    public IReadOnlyList<TrustAnchor> List() => [.. _bySubject.Values.SelectMany(l => l).Select(l => l.Value)];

    private void ReadRemark(string line)
    {
        const string SourceMark = "# source: ";
        const string DateMark = "# date: ";
        Source = line.StartsWith(SourceMark, StringComparison.Ordinal) ? line[SourceMark.Length..] : Source;
        Date = line.StartsWith(DateMark, StringComparison.Ordinal) ? line[DateMark.Length..] : Date;
    }

    // "subject-key distrust-after base64 label"
    private void ReadRoot(string line)
    {
        string[] fields = line.Split(' ', 4);
        if (!_bySubject.TryGetValue(fields[0], out List<Lazy<TrustAnchor>>? sameName))
        {
            _bySubject[fields[0]] = sameName = [];
        }

        DateTimeOffset? distrust = fields[1] == "-" ? null : DateTimeOffset.Parse(fields[1], CultureInfo.InvariantCulture);
        sameName.Add(new Lazy<TrustAnchor>(() => new TrustAnchor(Certificate.FromDer(Convert.FromBase64String(fields[2])), "mozilla", distrust)));
    }
}
