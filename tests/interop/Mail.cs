using System.Text;
using MimeKit;

namespace Bridge.Interop.Tests;

/// <summary>Takes messages apart and puts them together, with a parser that is not this product's.</summary>
internal static class Mail
{
    public static MimeEntity Body(byte[] message) =>
        MimeMessage.Load(new MemoryStream(message), TestContext.Current.CancellationToken).Body!;

    public static byte[] Cms(MimeEntity part)
    {
        using MemoryStream cms = new();
        ((MimePart)part).Content!.DecodeTo(cms, TestContext.Current.CancellationToken);
        return cms.ToArray();
    }

    /// <summary>The first part of a multipart/signed, byte for byte.</summary>
    public static byte[] SignedContent(byte[] message, string boundary)
    {
        byte[] delimiter = Encoding.ASCII.GetBytes("\r\n--" + boundary);
        int start = message.AsSpan().IndexOf(delimiter) + delimiter.Length + 2;
        return message.AsSpan(start, message.AsSpan(start).IndexOf(delimiter)).ToArray();
    }

    /// <summary>An entity with a bare CMS object in it.</summary>
    public static string Enclose(byte[] cms, string smimeType) =>
        $"Content-Type: application/pkcs7-mime; smime-type={smimeType}; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + Convert.ToBase64String(cms, Base64FormattingOptions.InsertLineBreaks) + "\r\n";

    /// <summary>A multipart/signed of an entity and its detached signature.</summary>
    public static string Enclose(byte[] entity, byte[] signature) =>
        "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=\"sig\"\r\n\r\n"
        + $"--sig\r\n{Encoding.Latin1.GetString(entity)}\r\n--sig\r\n"
        + "Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + Convert.ToBase64String(signature, Base64FormattingOptions.InsertLineBreaks) + "\r\n--sig--\r\n";

    public static byte[] Message(Person from, Person to, string entity) => Encoding.Latin1.GetBytes(
        $"From: {from.Address}\r\nTo: {to.Address}\r\nSubject: To us\r\nDate: {DateTimeOffset.UtcNow:r}\r\nMIME-Version: 1.0\r\n" + entity);
}
