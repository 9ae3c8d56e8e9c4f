using System.Security.Cryptography;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Host.Proof;

/// <summary>The signers' paths and what was known about revocation, as openssl takes them.</summary>
/// <param name="report">The verdict.</param>
internal sealed class ProofPath(MessageReport report)
{
    private readonly List<List<PathStep>> _paths = [.. report.Signers.Select(s => s.Path.ToList()).Where(p => p.Count > 0)];
    private readonly List<RevocationEvidence> _evidence =
        [.. report.Signers.SelectMany(s => s.Evidence).DistinctBy(e => (e.Subject.Sha256, Convert.ToHexString(SHA256.HashData(e.Der.Span))))];

    /// <summary>Where the first signer's path ends: a trust anchor, or where nobody is trusted the last certificate that was found.</summary>
    public Certificate? Top => _paths.Count > 0 ? _paths[0][^1].Certificate : null;

    /// <summary>Whether the first signer's path ends at a trust anchor.</summary>
    public bool IsTrusted => report.Signers is [{ } first, ..] && first.Findings.Any(f => f.Code == FindingCodes.PathAnchored);

    public IReadOnlyList<RevocationEvidence> Answers => [.. _evidence.Where(e => e.IsOcsp)];

    public IReadOnlyList<ReadOnlyMemory<byte>> Lists => [.. _evidence.Where(e => !e.IsOcsp).Select(e => e.Der).DistinctBy(d => Convert.ToHexString(SHA256.HashData(d.Span)))];

    /// <summary>
    /// Anchor, authorities between, and lists, in one PEM file: openssl finds a path only with the help of its -CAfile, and believes of it no
    /// more than what ends in a self-signed certificate, unless told otherwise (<see cref="Options"/>).
    /// </summary>
    public string Pem => string.Concat(
        _paths.SelectMany(p => p.AsEnumerable().Reverse()).Select(s => s.Certificate).DistinctBy(c => c.Sha256)
            .Where(c => _paths.Any(p => p.Count == 1 || !p[0].Certificate.Equals(c)))
            .Select(c => PemOf("CERTIFICATE", c.Der.Span)))
        + string.Concat(Lists.Select(l => PemOf("X509 CRL", l.Span)));

    /// <summary>What openssl is to be told beside the files.</summary>
    public IReadOnlyList<string> Options
    {
        get
        {
            bool ends = _paths.TrueForAll(p => p.Count > 1 && p[^1].Certificate is var top && top.SubjectName.Equals(top.IssuerName));
            return [.. IsTrusted && !ends ? new[] { "-partial_chain" } : [], .. Revocation()];
        }
    }

    public static string PemOf(string label, ReadOnlySpan<byte> der) => PemEncoding.WriteString(label, der) + "\n";

    private IEnumerable<string> Revocation()
    {
        HashSet<string> told = [.. _evidence.Where(e => !e.IsOcsp).Select(e => e.Subject.Sha256)];
        List<List<string>> links = [.. _paths.Select(p => p.SkipLast(1).Select(s => s.Certificate.Sha256).ToList()).Where(p => p.Count > 0)];
        return links.Count == 0 || links.Exists(p => !told.Contains(p[0])) ? []
            : [links.TrueForAll(p => p.TrueForAll(told.Contains)) ? "-crl_check_all" : "-crl_check", "-extended_crl", "-use_deltas"];
    }
}
