using System.Globalization;
using System.Text;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Host.Proof;

/// <summary>Says to whoever gets a proof what is in it and how to check it without this product.</summary>
/// <param name="report">The verdict.</param>
/// <param name="path">The signers' paths.</param>
/// <param name="moment">The moment as of which the paths were judged.</param>
/// <param name="judgedAt">When that was done.</param>
internal sealed class ProofReadme(MessageReport report, ProofPath path, DateTimeOffset moment, DateTimeOffset judgedAt)
{
    /// <param name="entries">Names of all other files with what they are.</param>
    /// <param name="detached">Whether what was signed is a file beside the signature.</param>
    /// <param name="exporter">The certificate that signed the file of digests; null when none did.</param>
    public string Write(IEnumerable<(string Name, string Meaning)> entries, bool detached, Certificate? exporter)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"Proof of a signed message\n\nJudged {Time(judgedAt)} by S/MIME Bridge {Product.Version}.\n");
        text.Append(Verdict());
        text.Append("\nWhat is here\n");
        foreach ((string name, string meaning) in entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name,-24} {meaning}\n");
        }

        text.Append(Check(detached)).Append(Revocation()).Append(Whole(exporter));
        return text.ToString();
    }

    private string Verdict()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"The signature was found: {report.Signature.ToString().ToLowerInvariant()}.\n");
        if (report.Signature != SignatureStatus.Valid)
        {
            text.Append("It was not found good, so openssl may say so too; report.json and verdict.txt give the reasons.\n");
        }

        if (report.Encryption.Status == EncryptionStatus.Decrypted)
        {
            text.Append(
                "The message came encrypted, and message.eml still is. What its writer signed was inside; it is here in the clear, because without\n"
                + "the reader's key nobody could check it otherwise.\n");
        }

        return text.ToString();
    }

    private string Check(bool detached) => string.Create(
        CultureInfo.InvariantCulture,
        $"""

        How to check it (OpenSSL 3.0 or later, in this folder)

          openssl cms -verify -inform DER -in signature.p7s{(detached ? " -content signed-content" : string.Empty)} -binary \
            -CAfile path.pem -purpose smimesign -attime {moment.ToUnixTimeSeconds()}{Joined()} \
            -out verified

        "CMS Verification successful" means: what is in the file "verified" was signed with the key of the certificate, byte for byte, and the
        certificate was good as of {Time(moment)}. It begins with MIME header fields; a mail program shows it when it is called verified.eml.
        {Anchor()}
        Who wrote it: the certificate's address has to be that of the From field. Shown by

          openssl cms -cmsout -print -inform DER -in signature.p7s -noout | grep -A3 "subject:"


        """);

    private string Joined() => string.Concat(path.Options.Select(o => " " + o));

    private string Anchor() => path.Top is not { } top ? "No certificate of the signer was found.\n" : $"""
        {(path.IsTrusted
            ? "What is believed beside openssl is where the path ends, the first certificate in path.pem."
            : "Nobody was trusted here to vouch for the signer. The path ends at the first certificate in path.pem, which openssl believes only for being named.")}
        Compare its fingerprint with one that you have from elsewhere:

          {top.Subject}
          SHA-256 {Grouped(top.Sha256)}

        """;

    private string Revocation()
    {
        StringBuilder text = new();
        for (int i = 1; i <= path.Answers.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  openssl ocsp -respin ocsp-{i}.der -cert ocsp-{i}-certificate.pem -issuer ocsp-{i}-issuer.pem \\\n");
            text.Append(CultureInfo.InvariantCulture, $"    -CAfile path.pem -no_nonce -attime {moment.ToUnixTimeSeconds()}\n");
        }

        return text.Length == 0
            ? path.Lists.Count > 0 ? string.Empty : "Nothing was known about revocation.\n\n"
            : $"That the certificate was not revoked, as its authority answered then (a warning about the age of the answer is to be expected later):\n\n{text}\n";
    }

    private static string Whole(Certificate? exporter) => exporter is null
        ? "That no file of this folder was changed since: sha256sum -c SHA256SUMS. Nobody signed that list; the signature above stands without it.\n"
        : $"""
        Who put this together, and when: the list of all files is signed.

          sha256sum -c SHA256SUMS
          openssl cms -verify -inform DER -in SHA256SUMS.p7s -content SHA256SUMS -binary -CAfile exporter.pem -purpose smimesign -out /dev/null

        It was signed by {exporter.Subject}, SHA-256 {Grouped(exporter.Sha256)}. The time in it is that of the signer's clock.

        """;

    private static string Grouped(string sha256) => string.Join(' ', sha256.Chunk(4).Select(c => new string(c)));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
