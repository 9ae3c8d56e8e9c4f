using System.Text;

namespace Bridge.Smime.Sending;

/// <summary>Headers of the entities that S/MIME adds (RFC 8551 section 3.2, 3.5). Each ends with its empty line.</summary>
internal static class ProtectedHeaders
{
    public const string Signature =
        "Content-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\n"
        + "Content-Transfer-Encoding: base64\r\n"
        + "Content-Disposition: attachment; filename=\"smime.p7s\"\r\n"
        + "Content-Description: S/MIME Cryptographic Signature\r\n\r\n";

    public static string OpaqueSigned { get; } = Mime("signed-data", "S/MIME Signed Message");

    public static string Encrypted(bool authenticated) =>
        Mime(authenticated ? "authEnveloped-data" : "enveloped-data", "S/MIME Encrypted Message");

    public static string ClearSigned(string micalg, string boundary) =>
        "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";\r\n"
        + $" micalg={micalg}; boundary=\"{boundary}\"\r\n\r\n";

    private static string Mime(string smimeType, string description) => new StringBuilder()
        .Append("Content-Type: application/pkcs7-mime; smime-type=").Append(smimeType).Append(";\r\n name=\"smime.p7m\"\r\n")
        .Append("Content-Transfer-Encoding: base64\r\n")
        .Append("Content-Disposition: attachment; filename=\"smime.p7m\"\r\n")
        .Append("Content-Description: ").Append(description).Append("\r\n\r\n")
        .ToString();
}
