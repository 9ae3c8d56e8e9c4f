using System.Text;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.TestKit;

namespace Bridge.Fuzz.Seeds;

/// <summary>CMS objects and mails around them.</summary>
internal static class MailSeeds
{
    private static readonly byte[] s_content = Encoding.ASCII.GetBytes(Mail.Text);

    private static readonly string[] s_ciphers = ["AES-128-CBC", "AES-256-CBC", "AES-128-GCM", "AES-256-GCM", "CHACHA20-POLY1305"];

    public static IEnumerable<byte[]> Objects()
    {
        yield return CmsForge.Sign(s_content, new SignOptions { Embedded = s_content }, People.Alice);
        yield return CmsForge.Sign("Hello\r\n"u8.ToArray(), new SignOptions { KeyIdentifier = true }, People.Alice);
        yield return CmsForge.Sign(s_content, new SignOptions { Embedded = s_content, Attributes = false }, People.Alice, People.Bob);
        yield return CmsForge.CertsOnly(People.Alice, People.Authority);
        yield return CmsForge.Compress(s_content);
        foreach (string cipher in s_ciphers.Where(c => Smime.Cms.Content.ContentAlgorithm.ByName(c) is not null))
        {
            yield return CmsForge.Encrypt(s_content, cipher, People.Bob);
            yield return CmsForge.Encrypt(s_content, cipher, People.BobEc);
        }

        byte[] signed = CmsForge.Sign(s_content, new SignOptions { Embedded = s_content }, People.Alice);
        yield return IndefiniteLengths.Rewrite(signed);
        yield return IndefiniteLengths.Rewrite(CmsForge.Encrypt(s_content, "AES-128-CBC", People.BobEc));
        yield return Encoding.ASCII.GetBytes($"-----BEGIN CMS-----\n{Mail.Lines(signed)}-----END CMS-----\n");
        yield return Encoding.ASCII.GetBytes(Mail.Lines(signed));
    }

    /// <summary>Objects, and the structures inside them by themselves.</summary>
    public static IEnumerable<byte[]> Structures() =>
        Objects().Take(8).Concat(AsnParts.Of(Objects().Take(8).Append(People.Alice.Certificate.Der.ToArray()).Append(RichCertificate())));

    public static IEnumerable<byte[]> Messages()
    {
        string signed = Mail.ClearSigned(Mail.Text), opaque = Mail.Opaque(Mail.Text), encrypted = Mail.Enveloped(Mail.Text, "AES-128-CBC", People.BobEc);
        string[] bodies =
        [
            Mail.Text,
            signed,
            opaque,
            encrypted,
            Mail.Enveloped(signed, "AES-128-GCM", People.BobEc),
            Mail.Compressed(Mail.Multipart("mixed", Mail.Text, signed)),
            Mail.Multipart("mixed", signed, "Content-Type: message/rfc822\r\n\r\n" + Mail.Header() + opaque),
            Mail.Multipart("alternative", "Content-Type: text/plain; charset=\"iso-8859-1\"; hp=\"clear\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=C3=9Fe=\r\n!\r\n", "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+SGk8L2I+\r\n"),
            Mail.ClearSigned("Content-Type: text/plain; hp=\"clear\"\r\nSubject: Inner\r\nFrom: alice@example.com\r\nHP-Outer: Subject: [...]\r\n\r\nHello\r\n"),
            Mail.Enveloped("Content-Type: text/plain; hp=\"cipher\"; hp-legacy-display=1\r\nSubject: Inner\r\nHP-Outer: Subject: [...]\r\n\r\nSubject: Inner\r\n\r\nHello\r\n", "AES-128-CBC", People.BobEc),
            "Content-Type: application/octet-stream; name*0*=utf-8''smime; name*1=.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n" + opaque[(opaque.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..],
        ];
        string[] senders = ["Alice <alice@example.com>", "=?utf-8?q?Al=C3=ADce?= <alice@example.com>", "\"bob@example.com\" (x (y)) <alice@example.com>, Group: a@b, \"c d\"@e;"];
        for (int i = 0; i < bodies.Length; i++)
        {
            yield return Encoding.Latin1.GetBytes(Mail.Header(senders[i % senders.Length]) + bodies[i]);
        }
    }

    private static byte[] RichCertificate() => CertificateForge.Issue(People.Authority, "rich@example.com", options: new ForgeOptions
    {
        SubjectAddress = "rich@example.com",
        Extensions =
        [
            CrlForge.Access(People.Responder, "http://aia.example/"),
            CrlForge.Point("http://crl.example/", People.Authority),
            ("2.5.29.30", true, Convert.FromHexString("3011A00F300D810B6578616D706C652E636F6D")),
            ("2.5.29.32", false, Convert.FromHexString("30083006060455 1D2000".Replace(" ", "", StringComparison.Ordinal))),
        ],
    }).Certificate.Der.ToArray();
}
