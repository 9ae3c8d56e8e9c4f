using System.Globalization;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Host.Cli;

/// <summary>The report in a few lines for a person at a terminal, on stderr beside the MIME.</summary>
internal static class ReportText
{
    public static void Write(MessageReport report, CliOutput output)
    {
        output.Note($"seal: {Words.Kebab(report.Seal)}");
        if (report.Encryption.Status != EncryptionStatus.None)
        {
            string how = string.Join(", ", new[] { report.Encryption.Content, report.Encryption.KeyManagement }.OfType<string>());
            output.Note($"encryption: {Words.Kebab(report.Encryption.Status)}{(how.Length > 0 ? $" ({how})" : string.Empty)}");
        }

        foreach (SignerReport signer in report.Signers)
        {
            Write(signer, output);
        }

        Write(report.Findings, "  ", output);
    }

    public static void Write(IEnumerable<Finding> findings, string indent, CliOutput output)
    {
        foreach (Finding finding in findings)
        {
            output.Note($"{indent}{Words.Kebab(finding.Level)}: {FindingText.Of(finding)}");
        }
    }

    private static void Write(SignerReport signer, CliOutput output)
    {
        string who = signer.Address ?? (signer.Addresses.Count > 0 ? signer.Addresses[0] : null) ?? signer.Subject ?? "unknown signer";
        output.Note($"signature: {Words.Kebab(signer.Status)}, by {who}");
        output.Note(
            $"  digest {Words.Kebab(signer.Digest)}, chain {Words.Kebab(signer.Chain)}, address {Words.Kebab(signer.AddressMatch)}, "
            + $"revocation {Words.Kebab(signer.Revocation)}");
        if (signer.Subject is not null)
        {
            output.Note($"  certificate: {signer.Subject}, issued by {signer.Issuer}, SHA-256 {signer.Sha256}");
        }

        if (signer.SigningTime is { } time)
        {
            output.Note($"  signing time as claimed: {time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}");
        }

        Write(signer.Findings, "  ", output);
        foreach (Fix fix in signer.Fixes)
        {
            output.Note($"  what may help: {Advice(fix)}");
        }
    }

    private static string Advice(Fix fix) => fix.Kind switch
    {
        FixKind.TrustAuthority => $"trust the authority {fix.Certificate!.Subject}, SHA-256 {fix.Certificate.Sha256}, if that is its fingerprint (anchors add)",
        FixKind.CompareFingerprint => $"compare SHA-256 {fix.Certificate!.Sha256} with the sender (certificates trust)",
        _ when fix.NeedsNetwork => "allow look-ups (policy set network.enabled true), and open it again",
        FixKind.FetchIssuer => "open it again when the address of the missing issuer answers",
        _ => "open it again when revocation can be asked",
    };
}
