using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Sending;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Tests.Sending;
using Bridge.Smime.Verdicts;
using Bridge.TestKit;
using MimeKit;

namespace Bridge.Smime.Tests.Rewrapping;

/// <summary>Stored mail is written without its encryption: what was inside stays, its signature too.</summary>
public sealed class DecryptionTests
{
    [Fact]
    public void The_entity_is_the_same_to_the_byte()
    {
        string signed = Mail.ClearSigned(Mail.Text);
        string clear = Archive.Text(new Archive().Decrypt(Archive.Bytes(Mail.Header() + Mail.Enveloped(signed))));

        Assert.Equal(Mail.Header() + signed, clear);
        Opened opened = new Opening().Open(clear);
        Assert.Equal((Seal.Signed, EncryptionStatus.None), (opened.Report.Seal, opened.Report.Encryption.Status));
    }

    [Fact]
    public void Openssl_verifies_the_signature_that_is_left()
    {
        byte[] clear = new Archive().Decrypt(Archive.Bytes(Mail.Header() + Mail.Enveloped(Mail.ClearSigned(Mail.Text))));
        using Openssl openssl = new();
        openssl.Write("message", clear);
        openssl.Run("cms", "-verify", "-noverify", "-in", "message", "-out", "content");

        Assert.Contains("this is Alice", Archive.Text(openssl.Read("content")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SignatureForm.Clear, true)]
    [InlineData(SignatureForm.Opaque, true)]
    [InlineData(SignatureForm.Clear, false)]
    public void A_protected_subject_comes_back(SignatureForm form, bool sign)
    {
        Desk desk = new();
        ForgedIdentity own = desk.Own();
        desk.Correspondent();
        byte[] message = desk.Protect(Desk.Ask(sign, encrypt: true) with { Form = form });
        Assert.Equal("[...]", Desk.Load(message).Subject);
        Archive archive = new(withNew: false);
        archive.Keys.Add(own.Certificate, null, () => Desk.Open(own));
        byte[] clear = archive.Decrypt(message);

        MimeMessage inner = Desk.Load(clear);
        Assert.Equal(("Plans for Friday", "1@example.org"), (inner.Subject, inner.MessageId));
        Assert.Equal("alice@example.org", inner.From.Mailboxes.Single().Address);
        Assert.Single(inner.Headers, h => h.Id == HeaderId.Subject);
        Opened opened = new Opening().Open(clear);
        Assert.Equal(EncryptionStatus.None, opened.Report.Encryption.Status);
        Assert.NotEqual(SignatureStatus.Invalid, opened.Report.Signature);
        Assert.Equal(sign, opened.Report.Signers is [{ Digest: DigestStatus.Intact }]);
        Assert.Contains("Meet me at noon.", opened.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forwarded_message_inside_stays_an_attachment()
    {
        string forwarded = "Content-Type: message/rfc822\r\n\r\nFrom: carol@example.com\r\nSubject: Other\r\n\r\nText\r\n";
        string clear = Archive.Text(new Archive().Decrypt(Archive.Bytes(Mail.Header() + Mail.Enveloped(forwarded))));

        Assert.Equal(Mail.Header() + forwarded, clear);
    }

    [Fact]
    public void What_is_not_encrypted_and_what_no_key_opens_is_refused()
    {
        Assert.Equal("message-not-encrypted", Refused(Mail.Header() + Mail.Text));
        Assert.Equal("message-not-decrypted", Refused(Mail.Header() + Mail.Enveloped(Mail.Text, "AES-256-CBC", Opening.Mallory)));
    }

    private static string Refused(string message) =>
        Assert.Throws<RefusalException>(() => new Archive().Decrypt(Archive.Bytes(message))).Code;
}
