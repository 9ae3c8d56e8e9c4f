using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Tests.Reading;

public class EncryptedMailTests
{
    [Theory]
    [InlineData("AES-256-CBC", false)]
    [InlineData("AES-128-CBC", false)]
    [InlineData("AES-256-GCM", true)]
    public void Own_mail_is_decrypted(string algorithm, bool authenticated)
    {
        Opened opened = new Opening().With(Opening.Bob).Open(Mail.Header() + Mail.Enveloped(Mail.Text, algorithm));

        Assert.Equal(new EncryptionReport(EncryptionStatus.Decrypted, algorithm, "RSAES-PKCS1-v1_5", authenticated), opened.Report.Encryption);
        Assert.Equal((Seal.Encrypted, SignatureStatus.None), (opened.Report.Seal, opened.Report.Signature));
        Assert.Equal(Mail.Header() + Mail.Text, opened.Text);
        Assert.Equal(!authenticated, opened.Has(FindingCodes.EncryptionNotAuthenticated));
    }

    [Fact]
    public void Key_agreement_is_decrypted()
    {
        Opened opened = new Opening().With(Opening.Alice).Open(Mail.Header() + Mail.Enveloped(Mail.Text, "AES-256-CBC", Opening.Bob, Opening.Alice));

        Assert.Equal(EncryptionStatus.Decrypted, opened.Report.Encryption.Status);
        Assert.Equal(Mail.Header() + Mail.Text, opened.Text);
    }

    [Fact]
    public void Mail_for_others_stays_as_it_came()
    {
        string message = Mail.Header() + Mail.Enveloped(Mail.Text);
        Opened opened = new Opening().With(Opening.Mallory).Open(message);

        Assert.Equal((Seal.CannotDecrypt, EncryptionStatus.NoKey), (opened.Report.Seal, opened.Report.Encryption.Status));
        Assert.Equal(message, opened.Text);
    }

    [Fact]
    public void An_own_key_of_a_kind_that_is_not_used_is_not_called_locked()
    {
        Opening opening = new();
        opening.Keys.Add(Opening.Bob.Certificate, null, () => throw new RefusalException(
            "key-unusable", RefusalKind.Key, "Not usable here.", inner: new UnsupportedAlgorithmException("1.3.132.0.10", "This elliptic curve is not done.")));
        Opened opened = opening.Open(Mail.Header() + Mail.Enveloped(Mail.Text));

        Assert.Equal(EncryptionStatus.Unsupported, opened.Report.Encryption.Status);
        Finding finding = Assert.Single(opened.Report.Findings, f => f.Code == FindingCodes.EncryptionUnsupported);
        Assert.Equal("1.3.132.0.10", finding.Parameters["algorithm"]);
    }

    [Fact]
    public void A_locked_keystore_is_said()
    {
        Opening opening = new Opening().With(Opening.Bob);
        opening.Keys.Locked = true;

        Assert.Equal(EncryptionStatus.Locked, opening.Open(Mail.Header() + Mail.Enveloped(Mail.Text)).Report.Encryption.Status);
    }

    [Theory]
    [InlineData("AES-256-CBC", 17)]
    [InlineData("AES-256-GCM", 25)]
    public void Altered_ciphertext_is_damaged_and_nothing_of_it_is_left_in_the_output(string algorithm, int fromEnd)
    {
        byte[] cms = CmsForge.Encrypt(Mail.Bytes(Mail.Text), algorithm, Opening.Bob);
        cms[^fromEnd] ^= 0x80;
        Opened opened = new Opening().With(Opening.Bob).Open(Mail.Header() + Mail.Cms(cms, "enveloped-data"));

        Assert.Equal((Seal.CannotDecrypt, EncryptionStatus.Damaged), (opened.Report.Seal, opened.Report.Encryption.Status));
        Assert.DoesNotContain("Hello Bob", opened.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_whole_in_itself_is_not_valid_inside_encryption_that_did_not_hold()
    {
        foreach (string inner in new[] { Mail.ClearSigned(Mail.Text), Mail.Opaque(Mail.Text) })
        {
            byte[] cms = CmsForge.Encrypt(Mail.Bytes(inner + new string('\n', 64)), "AES-256-CBC", Opening.Bob);
            CmsForge.BreakPadding(cms);
            Opened opened = new Opening().With(Opening.Bob).Open(Mail.Header() + Mail.Cms(cms, "enveloped-data"));

            Assert.Equal((Seal.CannotDecrypt, SignatureStatus.Unverified), (opened.Report.Seal, opened.Report.Signature));
            Assert.Contains(opened.Report.Signers[0].Findings, f => f.Code == FindingCodes.EncryptionDamaged);
            Assert.Empty(opened.Bytes);
        }
    }

    [Fact]
    public void A_content_key_that_does_not_fit_looks_like_altered_content()
    {
        byte[] content = CmsForge.Encrypt(Mail.Bytes(Mail.Text), "AES-256-CBC", Opening.Bob);
        CmsForge.BreakPadding(content);
        MessageReport altered = OpenEnveloped(content);
        MessageReport unfit = Enumerable.Range(0, 5).Select(_ => OpenEnveloped(WithOtherKey())).First(r => r.Encryption.Status != EncryptionStatus.Decrypted);

        Assert.Equal(EncryptionStatus.Damaged, altered.Encryption.Status);
        Assert.Equal(altered.Encryption, unfit.Encryption);
        Assert.Equal(altered.Findings.Select(f => f.Code), unfit.Findings.Select(f => f.Code));
    }

    private static MessageReport OpenEnveloped(byte[] cms) => new Opening().With(Opening.Bob).Open(Mail.Header() + Mail.Cms(cms, "enveloped-data")).Report;

    // A random key takes its place (RFC 3218): of 256 of them one leaves a padding that happens to hold.
    private static byte[] WithOtherKey()
    {
        byte[] cms = CmsForge.Encrypt(Mail.Bytes(Mail.Text), "AES-256-CBC", Opening.Bob);
        cms[cms.AsSpan().IndexOf(Opening.Bob.Certificate.SerialNumber.Span) + 100] ^= 1;
        return cms;
    }

    [Fact]
    public void Signed_then_encrypted_is_both()
    {
        foreach (string inner in new[] { Mail.ClearSigned(Mail.Text), Mail.Opaque(Mail.Text) })
        {
            Opened opened = new Opening().With(Opening.Bob).Open(Mail.Header() + Mail.Enveloped(inner));

            Assert.Equal((Seal.SignedEncrypted, SignatureStatus.Valid), (opened.Report.Seal, opened.Report.Signature));
            Assert.Equal([LayerKind.Enveloped, LayerKind.Signed], opened.Report.Layers.Select(l => l.Kind));
            Assert.Equal(Mail.Header() + Mail.Text, opened.Text);
            Assert.False(opened.Has(FindingCodes.EncryptionNotAuthenticated));
        }
    }

    [Fact]
    public void A_triple_wrap_is_judged_by_its_inner_signature()
    {
        string inner = Mail.Enveloped(Mail.ClearSigned(Mail.Text));
        Opened opened = new Opening().With(Opening.Bob).Open(Mail.Header() + Mail.ClearSigned(inner, signer: Opening.Mallory));

        Assert.Equal((Seal.SignedEncrypted, SignatureStatus.Valid), (opened.Report.Seal, opened.Report.Signature));
        Assert.Equal("alice@example.com", opened.Report.Signers[0].Address);
        Assert.NotEqual(SignatureStatus.Valid, opened.Report.Signers[1].Status);
    }

    [Fact]
    public void A_signature_around_encryption_signs_nothing_that_is_shown()
    {
        foreach (string message in new[] { Mail.ClearSigned(Mail.Enveloped(Mail.Text)), Mail.Opaque(Mail.Enveloped(Mail.Text)) })
        {
            Opened opened = new Opening().With(Opening.Bob).Open(Mail.Header() + message);

            Assert.Equal((Seal.Encrypted, SignatureStatus.None), (opened.Report.Seal, opened.Report.Signature));
            SignerReport signer = Assert.Single(opened.Report.Signers);
            Assert.Equal((SignatureStatus.Unverified, DigestStatus.Intact), (signer.Status, signer.Digest));
            Assert.True(opened.Has(FindingCodes.SignatureOutsideEncryption));
            Assert.Empty(opened.Report.Learned);
            Assert.Contains("Hello Bob", opened.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Compressed_content_is_unpacked_wherever_it_stands()
    {
        foreach (string body in new[] { Mail.Compressed(Mail.Text), Mail.Enveloped(Mail.ClearSigned(Mail.Compressed(Mail.Text))), Mail.Compressed(Mail.Enveloped(Mail.Text)) })
        {
            Assert.Equal(Mail.Header() + Mail.Text, new Opening().With(Opening.Bob).Open(Mail.Header() + body).Text);
        }
    }

    [Fact]
    public void A_decompression_bomb_is_refused_by_name()
    {
        string bomb = Mail.Header() + Mail.Compressed("Content-Type: text/plain\r\n\r\n" + new string('0', 8 << 20));
        RefusalException ratio = Assert.Throws<RefusalException>(() => new Opening().Open(bomb));
        Opening small = new() { Policy = new SmimePolicy { Limits = new Limits { DecompressionRatio = 100_000, DecompressedBytes = 1 << 20 } } };
        RefusalException size = Assert.Throws<RefusalException>(() => small.Open(bomb));

        Assert.Equal(("limit-exceeded", "decompression-ratio"), (ratio.Code, ratio.Parameters["limit"]));
        Assert.Equal("decompressed-bytes", size.Parameters["limit"]);
    }

    [Theory]
    [InlineData(100_000, true)]
    [InlineData(3_000_000, false)]
    public void Damaged_authenticated_mail_is_given_out_unopened_only_while_it_is_small(int length, bool given)
    {
        byte[] cms = CmsForge.Encrypt(Mail.Bytes("Content-Type: text/plain\r\n\r\n" + new string('x', length)), "AES-256-GCM", Opening.Bob);
        cms[^25] ^= 1;
        string message = Mail.Header() + Mail.Cms(cms, "enveloped-data");
        Opened opened = new Opening().With(Opening.Bob).Open(message);

        Assert.Equal(EncryptionStatus.Damaged, opened.Report.Encryption.Status);
        Assert.Equal(given ? message : "", opened.Text);
    }

    [Fact]
    public void Layers_of_compression_share_one_limit()
    {
        string inner = Mail.Compressed("Content-Type: text/plain\r\n\r\n" + Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(600_000)));
        Opening opening = new() { Policy = new SmimePolicy { Limits = new Limits { DecompressedBytes = 1_200_000 } } };

        Assert.Contains(opening.Open(Mail.Header() + inner).Report.Layers, l => l.Kind == LayerKind.Compressed);
        Assert.Equal("decompressed-bytes", Assert.Throws<RefusalException>(() => opening.Open(Mail.Header() + Mail.Compressed(inner))).Parameters["limit"]);
    }

    [Fact]
    public void Held_ciphertext_has_a_limit()
    {
        Opening small = new Opening { Policy = new SmimePolicy { Limits = new Limits { AuthenticatedBytes = 1 << 16 } } }.With(Opening.Bob);
        string message = Mail.Header() + Mail.Enveloped("Content-Type: text/plain\r\n\r\n" + new string('x', 1 << 17), "AES-256-GCM");

        Assert.Equal("authenticated-bytes", Assert.Throws<RefusalException>(() => small.Open(message)).Parameters["limit"]);
    }

    [Theory]
    [InlineData("application/pkcs7-mime", "smime-type=signed-data", "smime.p7m")]
    [InlineData("application/x-pkcs7-mime", "", "")]
    [InlineData("application/octet-stream", "", "smime.p7m")]
    [InlineData("APPLICATION/PKCS7-MIME", "smime-type=\"enveloped-data\"", "x.bin")]
    public void The_bytes_decide_not_what_the_header_says(string type, string parameter, string name)
    {
        string header = $"Content-Type: {type}"
            + (parameter.Length > 0 ? $"; {parameter}" : "")
            + "\r\n"
            + (name.Length > 0 ? $"Content-Disposition: attachment; filename={name}\r\n" : "");
        string body = Mail.Lines(CmsForge.Encrypt(Mail.Bytes(Mail.Text), "AES-256-CBC", Opening.Bob));

        foreach (string encoding in new[] { "Content-Transfer-Encoding: base64\r\n", "" })
        {
            Opened opened = new Opening().With(Opening.Bob).Open(Mail.Header() + header + encoding + "\r\n" + body);
            Assert.Equal(EncryptionStatus.Decrypted, opened.Report.Encryption.Status);
            Assert.Equal(Mail.Header() + Mail.Text, opened.Text);
        }
    }

    [Fact]
    public void Binary_transfer_is_read()
    {
        string message = Mail.Header() + "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: binary\r\n\r\n"
            + System.Text.Encoding.Latin1.GetString(CmsForge.Encrypt(Mail.Bytes(Mail.Text), "AES-256-CBC", Opening.Bob));

        Assert.Equal(Mail.Header() + Mail.Text, new Opening().With(Opening.Bob).Open(message).Text);
    }

    [Fact]
    public void An_attachment_called_p7m_that_is_none_passes_unchanged()
    {
        string message = Mail.Header() + "Content-Type: application/octet-stream; name=x.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8gd29ybGQhIEhlbGxvIQ==\r\n";
        Opened opened = new Opening().Open(message);

        Assert.Equal((message, Seal.None), (opened.Text, opened.Report.Seal));
    }

    [Fact]
    public void Content_that_is_no_mime_entity_becomes_the_text()
    {
        Opened opened = new Opening().With(Opening.Bob).Open(Mail.Header() + Mail.Enveloped("Just words, no header.\r\n"));

        Assert.Equal(Mail.Header() + "\r\nJust words, no header.\r\n", opened.Text);
    }

    [Fact]
    public void Something_else_under_the_name_of_enveloped_data_is_damaged_and_shown_as_it_came()
    {
        string message = Mail.Header() + Mail.Cms([1, 2, 3, 4], "enveloped-data");
        Opened opened = new Opening().With(Opening.Bob).Open(message);

        Assert.Equal((Seal.CannotDecrypt, message), (opened.Report.Seal, opened.Text));
    }
}
