using System.Globalization;
using System.Text;
using Bridge.TestKit;

namespace Bridge.Smime.Tests.Reading.Forge;

/// <summary>Writes mails by hand.</summary>
internal static class Mail
{
    public const string Text = "Content-Type: text/plain; charset=utf-8\r\n\r\nHello Bob, this is Alice.\r\n";

    public static string Header(string from = "Alice <alice@example.com>", string more = "", string subject = "Greetings", DateTimeOffset? date = null) =>
        $"From: {from}\r\nTo: bob@example.com\r\nSubject: {subject}\r\n"
        + $"Date: {(date ?? Opening.Now).ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture)}\r\n"
        + $"Message-ID: <1@example.com>\r\n{more}MIME-Version: 1.0\r\n";

    /// <summary>multipart/signed, without the message's header.</summary>
    public static string ClearSigned(string entity, SignOptions? options = null, ForgedIdentity? signer = null, string micalg = "sha-256", string? after = null) =>
        ClearSignedWith(entity, CmsForge.Sign(Bytes(entity), options ?? new SignOptions(), signer ?? Opening.Alice), micalg, after);

    public static string ClearSignedWith(string entity, byte[] signature, string micalg = "sha-256", string? after = null)
    {
        string boundary = "=_" + Guid.NewGuid().ToString("N");
        return $"Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg={micalg};\r\n boundary=\"{boundary}\"\r\n\r\n"
            + $"This is a signed message.\r\n--{boundary}\r\n{entity}\r\n--{boundary}\r\n"
            + "Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + $"{Lines(signature)}\r\n"
            + (after is null ? "" : $"--{boundary}\r\n{after}\r\n")
            + $"--{boundary}--\r\n";
    }

    public static string Opaque(string entity, SignOptions? options = null, ForgedIdentity? signer = null) =>
        Cms(CmsForge.Sign(Bytes(entity), (options ?? new SignOptions()) with { Embedded = Bytes(entity) }, signer ?? Opening.Alice), "signed-data");

    public static string Enveloped(string entity, string algorithm = "AES-256-CBC", params ForgedIdentity[] recipients) =>
        Cms(CmsForge.Encrypt(Bytes(entity), algorithm, recipients.Length > 0 ? recipients : [Opening.Bob]), "enveloped-data");

    public static string Compressed(string entity) => Cms(CmsForge.Compress(Bytes(entity)), "compressed-data");

    public static string Cms(byte[] cms, string smimeType) =>
        $"Content-Type: application/pkcs7-mime; smime-type={smimeType}; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n{Lines(cms)}";

    public static string Multipart(string subtype, params string[] parts) =>
        $"Content-Type: multipart/{subtype}; boundary=outer\r\n\r\n" + string.Concat(parts.Select(p => $"--outer\r\n{p}\r\n")) + "--outer--\r\n";

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static string Lines(byte[] bytes)
    {
        StringBuilder lines = new();
        string text = Convert.ToBase64String(bytes);
        for (int i = 0; i < text.Length; i += 64)
        {
            lines.Append(text.AsSpan(i, Math.Min(64, text.Length - i))).Append("\r\n");
        }

        return lines.ToString();
    }
}
