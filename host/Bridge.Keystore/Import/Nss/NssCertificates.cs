using Bridge.Smime.Errors;
using Bridge.Smime.Values;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Import.Nss;

/// <summary>A certificate of a <c>cert9.db</c>, with the CKA_ID that its key has, if there is one.</summary>
internal sealed record NssCertificate(string? KeyId, Certificate Certificate, bool TrustedForMail);

/// <summary>Certificates of a <c>cert9.db</c>, and which authorities its owner trusts for mail.</summary>
internal static class NssCertificates
{
    private const long CertificateObject = 1, TrustObject = 0xce534353, TrustedDelegator = 0xce534352;

    internal static List<NssCertificate> Read(NssDatabase database)
    {
        // CKA_NSS_TRUST_EMAIL_PROTECTION of the trust object with the same issuer and serial number.
        HashSet<string> trusted =
        [
            .. database.Query(
                "SELECT a0, hex(a81), hex(a82), ace53635b FROM nssPublic",
                row => NssKeys.Number(row, 0) == TrustObject && NssKeys.Number(row, 3) == TrustedDelegator ? $"{row.GetString(1)} {row.GetString(2)}" : null).OfType<string>(),
        ];
        return
        [
            .. database.Query(
                "SELECT a0, a11, hex(a102), hex(a81), hex(a82) FROM nssPublic",
                row => NssKeys.Number(row, 0) == CertificateObject ? Read(row, trusted) : null).OfType<NssCertificate>(),
        ];
    }

    private static NssCertificate? Read(SqliteDataReader row, HashSet<string> trusted)
    {
        try
        {
            return NssDatabase.Attribute(row, 1) is { } der
                ? new NssCertificate(row.GetString(2), Certificate.FromDer(der), trusted.Contains($"{row.GetString(3)} {row.GetString(4)}"))
                : null;
        }
        catch (MalformedException)
        {
            // One that cannot be read here is of no use here.
            return null;
        }
    }
}
