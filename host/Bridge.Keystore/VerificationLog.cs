using Bridge.Keystore.Storage;
using Bridge.Smime.Ports;

namespace Bridge.Keystore;

/// <summary>First time each signature was found valid. Only digests are kept, never message content.</summary>
public sealed class VerificationLog : IVerificationLog
{
    private readonly Database _database;

    internal VerificationLog(Database database) => _database = database;

    public DateTimeOffset? FirstValid(string signatureSha256, string certificateSha256) => _database.Read(session => session.First(
        "SELECT first_valid FROM verifications WHERE signature = $signature AND certificate = $certificate",
        r => (DateTimeOffset?)r.GetTime(0),
        ("$signature", Columns.Fingerprint(signatureSha256)),
        ("$certificate", Columns.Fingerprint(certificateSha256))));

    public void RecordValid(string signatureSha256, string certificateSha256, DateTimeOffset at)
    {
        if (FirstValid(signatureSha256, certificateSha256) is { } first && first <= at)
        {
            return;
        }

        _database.Write(session => session.Execute(
            """
            INSERT INTO verifications (signature, certificate, first_valid) VALUES ($signature, $certificate, $at)
            ON CONFLICT DO UPDATE SET first_valid = min(first_valid, excluded.first_valid)
            """,
            ("$signature", Columns.Fingerprint(signatureSha256)),
            ("$certificate", Columns.Fingerprint(certificateSha256)),
            ("$at", at.Store())));
    }
}
