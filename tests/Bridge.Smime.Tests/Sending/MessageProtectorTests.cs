using System.Text;
using Bridge.Smime.Cms;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Sending;
using Bridge.Smime.Values;
using Bridge.TestKit;
using MimeKit;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Bridge.Smime.Tests.Sending;

/// <summary>Whole messages, taken apart by MimeKit's parser and BouncyCastle's CMS.</summary>
public sealed class MessageProtectorTests
{
    [Fact]
    public void A_clear_signature_covers_the_entity_as_it_was_given()
    {
        Desk desk = new();
        ForgedIdentity alice = desk.Own();
        byte[] signed = desk.Protect(Desk.Ask(sign: true));
        MimeMessage message = Desk.Load(signed);
        Multipart multipart = Assert.IsAssignableFrom<Multipart>(message.Body);
        Assert.Equal("multipart/signed", multipart.ContentType.MimeType);
        Assert.Equal("application/pkcs7-signature", multipart.ContentType.Parameters["protocol"]);
        Assert.Equal("sha-256", multipart.ContentType.Parameters["micalg"]);
        Assert.Equal("smime.p7s", ((MimePart)multipart[1]).FileName);
        Assert.Equal("Plans for Friday", message.Subject);
        Assert.Equal("dora@example.org", message.Bcc.ToString());

        byte[] content = Between(signed, multipart.ContentType.Boundary!);
        CmsSignedData cms = new(new CmsProcessableByteArray(content), Desk.Cms(multipart[1]));
        Assert.True(Verify(cms, alice));
        Assert.EndsWith("\r\n\r\nMeet me at noon.\r\n", Encoding.ASCII.GetString(content), StringComparison.Ordinal);
        Assert.DoesNotContain("dora", Encoding.ASCII.GetString(content), StringComparison.Ordinal);
        Assert.Equal(Sorted(alice.Certificate, Desk.Authority.Certificate), Fingerprints(cms));
    }

    [Fact]
    public void An_opaque_signature_carries_the_entity()
    {
        Desk desk = new();
        ForgedIdentity alice = desk.Own(KeyAlgorithm.EcP256);
        MimeMessage message = Desk.Load(desk.Protect(Desk.Ask(sign: true) with { Form = SignatureForm.Opaque }));
        Assert.Equal("signed-data", message.Body!.ContentType.Parameters["smime-type"]);
        CmsSignedData cms = new(Desk.Cms(message.Body));
        Assert.True(Verify(cms, alice));
        using MemoryStream inner = new();
        cms.SignedContent!.Write(inner);
        Assert.Equal("Meet me at noon.\r\n", Desk.Text((TextPart)MimeEntity.Load(new MemoryStream(inner.ToArray()), TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void Certificates_can_be_left_out()
    {
        Desk desk = new();
        ForgedIdentity alice = desk.Own();
        byte[] signed = desk.Protect(Desk.Ask(sign: true) with { IncludeCertificates = false });
        Multipart multipart = (Multipart)Desk.Load(signed).Body!;
        CmsSignedData cms = new(new CmsProcessableByteArray(Between(signed, multipart.ContentType.Boundary!)), Desk.Cms(multipart[1]));
        Assert.Empty(Fingerprints(cms));
        Assert.True(Verify(cms, alice));
    }

    [Fact]
    public void A_separate_encryption_certificate_goes_along()
    {
        Desk desk = new();
        ForgedIdentity encryption = desk.Own(KeyAlgorithm.Rsa, signs: false);
        ForgedIdentity signing = desk.Own(KeyAlgorithm.EcP256, decrypts: false);
        MimeMessage message = Desk.Load(desk.Protect(Desk.Ask(sign: true) with { Form = SignatureForm.Opaque }));
        CmsSignedData cms = new(Desk.Cms(message.Body!));
        Assert.Equal(Sorted(signing.Certificate, encryption.Certificate, Desk.Authority.Certificate), Fingerprints(cms));
        Assert.NotNull(cms.GetSignerInfos().GetSigners().Single().SignedAttributes![new Org.BouncyCastle.Asn1.DerObjectIdentifier(Oids.EncryptionKeyPreference)]);
    }

    [Fact]
    public void Sender_and_recipients_can_open_what_was_encrypted()
    {
        Desk desk = new();
        ForgedIdentity alice = desk.Own();
        ForgedIdentity bob = desk.Correspondent();
        ForgedIdentity carol = desk.Correspondent("carol@example.org");
        byte[] encrypted = desk.Protect(Desk.Ask(encrypt: true, to: [Desk.Bob, "carol@example.org", "BOB@Example.org", Desk.Alice]));
        MimeMessage message = Desk.Load(encrypted);
        Assert.Equal("enveloped-data", message.Body!.ContentType.Parameters["smime-type"]);
        Assert.Equal("[...]", message.Subject);
        Assert.DoesNotContain("Friday", Encoding.ASCII.GetString(encrypted), StringComparison.Ordinal);
        byte[] cms = Desk.Cms(message.Body);
        Assert.Equal(3, new CmsEnvelopedData(cms).GetRecipientInfos().Count);
        foreach (ForgedIdentity reader in (ForgedIdentity[])[alice, bob, carol])
        {
            TextPart inner = (TextPart)Decrypt(cms, reader);
            Assert.Equal("Plans for Friday", inner.Headers["Subject"]);
            Assert.Equal("cipher", inner.ContentType.Parameters["hp"]);
            Assert.Equal("Subject: Plans for Friday\r\n\r\nMeet me at noon.\r\n", Desk.Text(inner));
        }
    }

    [Theory]
    [InlineData(SignatureForm.Clear)]
    [InlineData(SignatureForm.Opaque)]
    public void Signing_and_encrypting_signs_inside(SignatureForm form)
    {
        Desk desk = new();
        ForgedIdentity alice = desk.Own();
        ForgedIdentity bob = desk.Correspondent();
        MimeMessage message = Desk.Load(desk.Protect(Desk.Ask(sign: true, encrypt: true) with { Form = form }));
        MimeEntity inner = Decrypt(Desk.Cms(message.Body!), bob);
        if (form == SignatureForm.Opaque)
        {
            Assert.True(Verify(new CmsSignedData(Desk.Cms(inner)), alice));
        }
        else
        {
            Multipart multipart = (Multipart)inner;
            byte[] signed = Between(DecryptBytes(Desk.Cms(message.Body!), bob), multipart.ContentType.Boundary!);
            Assert.True(Verify(new CmsSignedData(new CmsProcessableByteArray(signed), Desk.Cms(multipart[1])), alice));
        }
    }

    [Fact]
    public void A_draft_is_for_oneself_and_not_signed()
    {
        Desk desk = new();
        ForgedIdentity alice = desk.Own();
        ProtectionRequest request = Desk.Ask(sign: true, encrypt: true, to: "nobody@example.org") with { Purpose = ProtectionPurpose.Draft };
        MimeMessage message = Desk.Load(desk.Protect(request));
        Assert.Equal("[...]", message.Subject);
        byte[] cms = Desk.Cms(message.Body!);
        Assert.Single(new CmsEnvelopedData(cms).GetRecipientInfos());
        TextPart inner = (TextPart)Decrypt(cms, alice);
        Assert.Equal("Meet me at noon.\r\n", Desk.Text(inner));
        Assert.Equal("Plans for Friday", inner.Headers["Subject"]);
    }

    [Fact]
    public void Gcm_goes_out_as_auth_enveloped_data()
    {
        Desk desk = new();
        desk.Own();
        desk.Correspondent(reads: [Oids.Aes256Gcm, Oids.Aes256Cbc]);
        ProtectionPlan plan = desk.Protector.Plan(Desk.Ask(encrypt: true), TestContext.Current.CancellationToken);
        Assert.Equal("AES-256-GCM", plan.ContentEncryption);
        MimeMessage message = Desk.Load(desk.Protect(Desk.Ask(encrypt: true)));
        Assert.Equal("authEnveloped-data", message.Body!.ContentType.Parameters["smime-type"]);
        Org.BouncyCastle.Asn1.Cms.ContentInfo info = Org.BouncyCastle.Asn1.Cms.ContentInfo.GetInstance(
            Org.BouncyCastle.Asn1.Asn1Object.FromByteArray(Desk.Cms(message.Body)));
        Assert.Equal(Oids.AuthEnvelopedData, info.ContentType.Id);
        Org.BouncyCastle.Asn1.Cms.AuthEnvelopedData data = Org.BouncyCastle.Asn1.Cms.AuthEnvelopedData.GetInstance(info.Content);
        Assert.Equal(16, data.Mac.GetOctets().Length);
        Assert.Equal(2, data.RecipientInfos.Count);
    }

    [Fact]
    public void Large_messages_pass_in_bounded_memory()
    {
        Desk desk = new();
        desk.Own();
        ForgedIdentity bob = desk.Correspondent();
        string attachment = string.Concat(Enumerable.Repeat(new string('A', 76) + "\r\n", 100_000));
        string large = Desk.Message.Replace("text/plain; charset=us-ascii", "application/zip\r\nContent-Transfer-Encoding: base64", StringComparison.Ordinal)
            .Replace("Meet me at noon.\r\n", attachment, StringComparison.Ordinal);
        MimeMessage message = Desk.Load(desk.Protect(Desk.Ask(sign: true, encrypt: true), large));
        Multipart inner = (Multipart)Decrypt(Desk.Cms(message.Body!), bob);
        Assert.Equal(7_600_000 / 4 * 3, Desk.Cms(inner[0]).Length);
    }

    [Theory]
    [InlineData("application/pkcs7-mime; smime-type=enveloped-data")]
    [InlineData("application/x-pkcs7-mime")]
    [InlineData("multipart/signed; boundary=x; protocol=\"application/pgp-signature\"")]
    [InlineData("multipart/encrypted; boundary=x")]
    [InlineData("application/octet-stream; name=smime.p7m")]
    public void What_is_protected_already_is_not_wrapped_again(string type) =>
        AssertRefused("already-protected", Desk.Message.Replace("text/plain; charset=us-ascii", type, StringComparison.Ordinal));

    [Theory]
    [InlineData("")]
    [InlineData("\r\nbody only")]
    [InlineData("this is no header line\r\n\r\n")]
    public void What_is_no_message_is_refused(string input) => AssertRefused("message-unreadable", input);

    [Fact]
    public void Nothing_is_written_when_it_is_refused()
    {
        Desk desk = new();
        desk.Own();
        using MemoryStream output = new();
        RefusalException refusal = Assert.Throws<RefusalException>(() => desk.Protector.Protect(
            new MemoryStream(Encoding.ASCII.GetBytes(Desk.Message)), output, Desk.Ask(encrypt: true), TestContext.Current.CancellationToken));
        Assert.Equal(("recipients-missing", "1", Desk.Bob), (refusal.Code, refusal.Parameters["count"], refusal.Parameters["addresses"]));
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public void A_locked_key_is_refused_before_anything_is_written()
    {
        Desk desk = new();
        desk.Own();
        desk.Keys.Locked = true;
        Assert.Equal("key-locked", Assert.Throws<RefusalException>(() => desk.Protect(Desk.Ask(sign: true))).Code);
    }

    [Fact]
    public void Without_anything_to_do_the_message_passes_unchanged() =>
        Assert.Equal(Desk.Message, Encoding.ASCII.GetString(new Desk().Protect(Desk.Ask())));

    private static void AssertRefused(string code, string message)
    {
        Desk desk = new();
        desk.Own();
        Assert.Equal(code, Assert.Throws<RefusalException>(() => desk.Protect(Desk.Ask(sign: true), message)).Code);
    }

    private static bool Verify(CmsSignedData cms, ForgedIdentity signer) =>
        cms.GetSignerInfos().GetSigners().Single().Verify(new X509Certificate(signer.Certificate.Der.ToArray()));

    private static MimeEntity Decrypt(byte[] cms, ForgedIdentity reader) =>
        MimeEntity.Load(new MemoryStream(DecryptBytes(cms, reader)), TestContext.Current.CancellationToken);

    private static byte[] DecryptBytes(byte[] cms, ForgedIdentity reader)
    {
        X509Certificate certificate = new(reader.Certificate.Der.ToArray());
        RecipientID id = new() { Issuer = certificate.IssuerDN, SerialNumber = certificate.SerialNumber };
        RecipientInformation info = new CmsEnvelopedData(cms).GetRecipientInfos().GetFirstRecipient(id)!;
        return info.GetContent(PrivateKeyFactory.CreateKey(reader.Pkcs8));
    }

    private static string[] Fingerprints(CmsSignedData cms) =>
        [.. cms.GetCertificates().EnumerateMatches(null).Select(c => Certificate.FromDer(c.GetEncoded()).Sha256).Order()];

    private static string[] Sorted(params Certificate[] certificates) => [.. certificates.Select(c => c.Sha256).Order()];

    private static byte[] Between(byte[] message, string boundary)
    {
        byte[] delimiter = Encoding.ASCII.GetBytes("\r\n--" + boundary);
        int start = message.AsSpan().IndexOf(delimiter) + delimiter.Length + 2;
        return message.AsSpan(start, message.AsSpan(start).IndexOf(delimiter)).ToArray();
    }
}
