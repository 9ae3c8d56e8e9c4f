using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bridge.Host.Cli;
using Bridge.Host.Native.Mapping;
using Bridge.Protocol.Json;
using Bridge.Smime.Errors;
using Bridge.Smime.Reading.Evidence;
using Bridge.Smime.Sending;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Host.Proof;

/// <summary>
/// Writes a verdict as a file that proves itself: a zip with the message, what was signed, the signature, certificates, revocation data,
/// the report, and a README that says how to check all of it with openssl.
/// </summary>
/// <param name="evidence">What the verdict rests on.</param>
/// <param name="report">The verdict.</param>
/// <param name="judgedAt">The moment of judgement.</param>
internal sealed class ProofFile(MessageEvidence evidence, MessageReport report, DateTimeOffset judgedAt)
{
    private readonly ProofPath _path = new(report);
    private readonly List<Entry> _entries = [];

    private sealed record Entry(string Name, ReadOnlyMemory<byte> Content, string Meaning);

    /// <param name="seal">Signs the list of the files; null leaves it unsigned.</param>
    /// <param name="output">Where the zip goes.</param>
    /// <exception cref="RefusalException"><c>proof-empty</c>: there is no signature around the message, or it could not be opened.</exception>
    public void Write(IFileSeal? seal, Stream output)
    {
        SignatureEvidence signature = evidence.Signature
            ?? throw new RefusalException("proof-empty", RefusalKind.Message, "The message has no signature that could be proven.");
        Collect(signature);
        Close(seal, signature.Content is not null);
        using ZipArchive zip = new(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (Entry entry in _entries)
        {
            ZipArchiveEntry file = zip.CreateEntry(entry.Name);
            file.LastWriteTime = judgedAt;
            using Stream content = file.Open();
            content.Write(entry.Content.Span);
        }
    }

    private void Collect(SignatureEvidence signature)
    {
        Add("message.eml", evidence.Source, "the message as it was received");
        if (signature.Content is { } content)
        {
            Add("signed-content", content, "exactly what was signed, a MIME entity");
        }

        Add("signature.p7s", signature.Cms, signature.Content is null ? "the signature with what was signed inside (CMS)" : "the signature (CMS)");
        Add("path.pem", _path.Pem, "where the path ends, authorities, and revocation lists");
        Add("certificates.pem", Certificates(signature), "every certificate that came along or was used");
        int number = 0;
        foreach (RevocationEvidence answer in _path.Answers)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"ocsp-{++number}");
            Add($"{name}.der", answer.Der, "an answer about revocation (OCSP)");
            Add($"{name}-certificate.pem", ProofPath.PemOf("CERTIFICATE", answer.Subject.Der.Span), "the certificate that it is about");
            Add($"{name}-issuer.pem", ProofPath.PemOf("CERTIFICATE", answer.Issuer.Der.Span), "and that one's issuer");
        }

        Add("report.json", JsonSerializer.Serialize(report.ToWire(), WireJson.Indented.Report) + "\n", "the verdict with all its reasons");
        Add("verdict.txt", Verdict(), "the same in a few lines");
    }

    // The list of the files comes last, and with it what vouches for it.
    private void Close(IFileSeal? seal, bool detached)
    {
        List<(string, string)> named = [.. _entries.Select(e => (e.Name, e.Meaning)), ("SHA256SUMS", "digests of all these files")];
        if (seal is not null)
        {
            Add("exporter.pem", PemOf(seal), "the path of the certificate that signed SHA256SUMS");
            named.AddRange([("SHA256SUMS.p7s", "its signature, by who put this together"), ("exporter.pem", "the path of that certificate")]);
        }

        string readme = new ProofReadme(report, _path, Moment(), judgedAt).Write(named, detached, seal?.Signer);
        _entries.Insert(0, new Entry("README.txt", Encoding.UTF8.GetBytes(readme), "this"));
        byte[] sums = Encoding.ASCII.GetBytes(string.Concat(_entries.Select(e => $"{Convert.ToHexStringLower(SHA256.HashData(e.Content.Span))}  {e.Name}\n")));
        Add("SHA256SUMS", sums, "digests");
        if (seal is not null)
        {
            Add("SHA256SUMS.p7s", seal.Sign(sums), "their signature");
        }
    }

    // Without the end entity, unless it is all there is: openssl must find the way from the signature to an authority.
    private static string PemOf(IFileSeal seal) => string.Concat(
        seal.Path.Skip(1).DefaultIfEmpty(seal.Signer).Reverse().Select(c => ProofPath.PemOf("CERTIFICATE", c.Der.Span)));

    // A certificate that has expired since was judged as of the first time that this very signature was seen.
    private DateTimeOffset Moment() =>
        report.Signers.SelectMany(s => s.Findings).FirstOrDefault(f => f.Code == FindingCodes.ValidWhenFirstVerified) is { } first
            ? DateTimeOffset.Parse(first.Parameters["time"], CultureInfo.InvariantCulture)
            : judgedAt;

    private string Verdict()
    {
        using StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        ReportText.Write(report, new CliOutput(Stream.Null, text, json: false));
        return text.ToString();
    }

    private string Certificates(SignatureEvidence signature) => string.Concat(
        report.Signers.SelectMany(s => s.Path).Select(s => s.Certificate).Concat(signature.Certificates).DistinctBy(c => c.Sha256)
            .Select(c => ProofPath.PemOf("CERTIFICATE", c.Der.Span)));

    private void Add(string name, string text, string meaning) => Add(name, Encoding.UTF8.GetBytes(text), meaning);

    private void Add(string name, ReadOnlyMemory<byte> content, string meaning) => _entries.Add(new Entry(name, content, meaning));
}
