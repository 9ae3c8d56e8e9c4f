using Bridge.Smime.Policy;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Tests.Reading;

public class SignedMailTests
{
    [Fact]
    public void Clear_signed_is_valid_and_shows_the_signed_entity()
    {
        Opened opened = new Opening().Open(Mail.Header() + Mail.ClearSigned(Mail.Text));

        Assert.Equal(Seal.Signed, opened.Report.Seal);
        SignerReport signer = Assert.Single(opened.Report.Signers);
        Assert.Equal((SignatureStatus.Valid, DigestStatus.Intact, ChainStatus.Valid, AddressMatch.Match), (signer.Status, signer.Digest, signer.Chain, signer.AddressMatch));
        Assert.Equal("alice@example.com", signer.Address);
        Assert.Equal(Opening.Now, signer.SigningTime);
        Assert.Equal(Mail.Header() + Mail.Text, opened.Text);
        Assert.Equal(new LayerReport(LayerKind.Signed, "1", true), Assert.Single(opened.Report.Layers));
    }

    [Fact]
    public void Opaque_signed_is_valid_and_shows_the_signed_entity()
    {
        Opened opened = new Opening().Open(Mail.Header() + Mail.Opaque(Mail.Text));

        Assert.Equal(Seal.Signed, opened.Report.Seal);
        Assert.Equal(Mail.Header() + Mail.Text, opened.Text);
    }

    [Theory]
    [InlineData("Hello Bob", "Hello Rob")]
    [InlineData("text/plain", "text/html")]
    public void One_altered_byte_is_invalid(string was, string now)
    {
        Opened opened = new Opening().Open(Mail.Header() + Mail.ClearSigned(Mail.Text).Replace(was, now, StringComparison.Ordinal));

        Assert.Equal((Seal.SignatureProblem, SignatureStatus.Invalid), (opened.Report.Seal, opened.Report.Signature));
        Assert.Equal(DigestStatus.Altered, Assert.Single(opened.Report.Signers).Digest);
        Assert.True(opened.Has(FindingCodes.SignatureAltered));
        Assert.Empty(opened.Report.Learned);
    }

    [Fact]
    public void Bare_line_feeds_do_not_break_a_clear_signature()
    {
        Opened opened = new Opening().Open((Mail.Header() + Mail.ClearSigned(Mail.Text)).Replace("\r\n", "\n", StringComparison.Ordinal));

        Assert.Equal(SignatureStatus.Valid, opened.Report.Signature);
    }

    [Theory]
    [InlineData("sha1")]
    [InlineData("md5")]
    [InlineData("sha-512")]
    [InlineData("unknown")]
    [InlineData("\"\"")]
    public void A_wrong_micalg_does_not_matter(string micalg)
    {
        Opened opened = new Opening().Open(Mail.Header() + Mail.ClearSigned(Mail.Text, micalg: micalg));

        Assert.Equal(SignatureStatus.Valid, opened.Report.Signature);
    }

    [Fact]
    public void Signed_without_attributes_is_valid_and_says_so()
    {
        Opened opened = new Opening().Open(Mail.Header() + Mail.ClearSigned(Mail.Text, new SignOptions { Attributes = false }));

        Assert.Equal(SignatureStatus.Valid, opened.Report.Signature);
        Assert.True(opened.Has(FindingCodes.SignatureWithoutAttributes));
        Assert.Null(opened.Report.Signers[0].SigningTime);
    }

    [Fact]
    public void A_signer_named_by_key_identifier_is_found()
    {
        Assert.Equal(SignatureStatus.Valid, new Opening().Open(Mail.Header() + Mail.ClearSigned(Mail.Text, new SignOptions { KeyIdentifier = true })).Report.Signature);
    }

    [Fact]
    public void Attributes_signed_in_an_order_that_is_not_der_are_accepted_and_named()
    {
        Opened opened = new Opening().Open(Mail.Header() + Mail.ClearSigned(Mail.Text, new SignOptions { Unsorted = true }));

        Assert.Equal(SignatureStatus.Valid, opened.Report.Signature);
        Assert.True(opened.Has(FindingCodes.SignatureAttributesNotDer));
    }

    [Fact]
    public void A_missing_certificate_is_taken_from_the_directory()
    {
        string message = Mail.Header() + Mail.ClearSigned(Mail.Text, new SignOptions { Certificates = false });
        Opened unknown = new Opening().Open(message);
        Opening opening = new();
        opening.Directory.Add(Opening.Alice.Certificate);

        Assert.Equal((SignatureStatus.Unverified, DigestStatus.Unreadable), (unknown.Report.Signature, unknown.Report.Signers[0].Digest));
        Assert.True(unknown.Has(FindingCodes.SignerCertificateMissing));
        Assert.Equal(SignatureStatus.Valid, opening.Open(message).Report.Signature);
    }

    [Fact]
    public void A_duplicated_attribute_is_invalid() => Invalid(new SignOptions { DuplicateDigest = true }, FindingCodes.SignatureAttributeDuplicated);

    [Fact]
    public void A_missing_digest_attribute_is_invalid() => Invalid(new SignOptions { OmitDigest = true }, FindingCodes.SignatureAttributeMissing);

    [Fact]
    public void A_content_type_attribute_that_differs_is_invalid() =>
        Invalid(new SignOptions { SignedContentType = "1.2.3.4" }, FindingCodes.SignatureContentTypeDiffers);

    [Fact]
    public void A_signing_certificate_attribute_of_another_certificate_is_invalid() => Invalid(
        new SignOptions { MoreAttributes = [("1.2.840.113549.1.9.16.2.47", SigningCertificate(Opening.Mallory.Certificate))] },
        FindingCodes.SignatureCertificateDiffers);

    [Fact]
    public void A_signing_certificate_attribute_of_the_signer_is_valid() => Assert.Equal(
        SignatureStatus.Valid,
        new Opening().Open(Mail.Header() + Mail.ClearSigned(
            Mail.Text,
            new SignOptions { MoreAttributes = [("1.2.840.113549.1.9.16.2.47", SigningCertificate(Opening.Alice.Certificate))] })).Report.Signature);

    [Fact]
    public void Content_inside_a_detached_signature_is_never_good()
    {
        byte[] own = Mail.Bytes(Mail.Text);
        Opened same = new Opening().Open(Mail.Header() + Mail.ClearSignedWith(Mail.Text, CmsForge.Sign(own, new SignOptions { Embedded = own }, Opening.Alice)));
        string fake = Mail.Text.Replace("Alice", "Mallory", StringComparison.Ordinal);
        Opened other = new Opening().Open(Mail.Header() + Mail.ClearSignedWith(fake, CmsForge.Sign(own, new SignOptions { Embedded = own }, Opening.Alice)));

        Assert.All([same, other], o => Assert.Equal(SignatureStatus.Invalid, o.Report.Signature));
        Assert.True(same.Has(FindingCodes.SignatureEmbeddedContent));
    }

    [Fact]
    public void Each_signer_is_judged_on_its_own_and_the_worst_decides()
    {
        byte[] content = Mail.Bytes(Mail.Text);
        Opened opened = new Opening().Open(Mail.Header() + Mail.ClearSignedWith(Mail.Text, CmsForge.Sign(content, new SignOptions(), Opening.Alice, Opening.Mallory)));

        Assert.Equal([SignatureStatus.Valid, SignatureStatus.Invalid], opened.Report.Signers.OrderBy(s => s.Status).Select(s => s.Status));
        Assert.Equal(SignatureStatus.Invalid, opened.Report.Signature);
    }

    [Fact]
    public void Certificates_alone_are_no_signature()
    {
        Opened opened = new Opening().Open(Mail.Header() + Mail.Cms(CmsForge.CertsOnly(Opening.Alice), "certs-only"));

        Assert.Equal((Seal.None, SignatureStatus.None), (opened.Report.Seal, opened.Report.Signature));
        Assert.Equal(LayerKind.CertsOnly, Assert.Single(opened.Report.Layers).Kind);
        Assert.Empty(opened.Report.Signers);
    }

    [Fact]
    public void A_damaged_signature_part_is_invalid_and_the_text_is_shown()
    {
        string message = Mail.Header() + Mail.ClearSignedWith(Mail.Text, [0x30, 0x80, 1, 2, 3]);
        Opened opened = new Opening().Open(message);

        Assert.Equal(SignatureStatus.Invalid, opened.Report.Signature);
        Assert.True(opened.Has(FindingCodes.SignatureMalformed));
        Assert.Contains("Hello Bob", opened.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_signature_part_is_invalid()
    {
        string message = Mail.Header() + Mail.ClearSigned(Mail.Text);
        int cut = message.IndexOf("Content-Type: application/pkcs7-signature", StringComparison.Ordinal);
        string boundary = message[(message.LastIndexOf("--", cut, StringComparison.Ordinal) - 36)..cut].Trim();
        Opened opened = new Opening().Open(message[..(cut - boundary.Length - 4)] + "\r\n");

        Assert.Equal(SignatureStatus.Invalid, opened.Report.Signature);
        Assert.True(opened.Has(FindingCodes.SignatureMissing));
    }

    [Theory]
    [InlineData(ChainStatus.Untrusted, SignatureStatus.Unverified)]
    [InlineData(ChainStatus.RevocationUnknown, SignatureStatus.Unverified)]
    [InlineData(ChainStatus.Revoked, SignatureStatus.Invalid)]
    [InlineData(ChainStatus.WrongUsage, SignatureStatus.Invalid)]
    public void The_path_decides_the_status(ChainStatus chain, SignatureStatus expected)
    {
        Opening opening = new();
        opening.Paths.Answer(Opening.Alice.Certificate, chain);
        Opened opened = opening.Open(Mail.Header() + Mail.ClearSigned(Mail.Text));

        Assert.Equal((expected, Seal.SignatureProblem), (opened.Report.Signature, opened.Report.Seal));
        Assert.Equal(DigestStatus.Intact, opened.Report.Signers[0].Digest);
        Assert.Empty(opened.Report.Learned);
    }

    [Fact]
    public void A_detached_signature_of_a_bare_object_is_checked_against_its_content()
    {
        byte[] content = Mail.Bytes("some content\n");
        byte[] cms = CmsForge.Sign(content, new SignOptions(), Opening.Alice);
        Opened good = new Opening().OpenCms(cms, content);
        Opened bad = new Opening().OpenCms(cms, Mail.Bytes("other content\n"));

        Assert.Equal(SignatureStatus.Valid, good.Report.Signature);
        Assert.Equal(content, good.Bytes);
        Assert.True(good.Has(FindingCodes.AddressNotCompared));
        Assert.Equal(SignatureStatus.Invalid, bad.Report.Signature);
    }

    [Fact]
    public void A_bare_object_is_read_as_der_base64_and_pem()
    {
        byte[] content = Mail.Bytes("some content");
        byte[] cms = CmsForge.Sign(content, new SignOptions { Embedded = content }, Opening.Alice);
        byte[] pem = Mail.Bytes($"-----BEGIN CMS-----\n{Mail.Lines(cms)}-----END CMS-----\n");

        Assert.All(
            new[] { cms, Mail.Bytes(Mail.Lines(cms)), pem },
            form =>
            {
                Opened opened = new Opening().OpenCms(form, sender: "alice@example.com");
                Assert.Equal((SignatureStatus.Valid, AddressMatch.Match), (opened.Report.Signature, opened.Report.Signers[0].AddressMatch));
                Assert.Equal(content, opened.Bytes);
            });
    }

    private static byte[] SigningCertificate(Certificate certificate)
    {
        System.Formats.Asn1.AsnWriter writer = new(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(System.Security.Cryptography.SHA256.HashData(certificate.Der.Span));
        }

        return writer.Encode();
    }

    private static void Invalid(SignOptions options, string code)
    {
        Opened opened = new Opening().Open(Mail.Header() + Mail.ClearSigned(Mail.Text, options));

        Assert.Equal((SignatureStatus.Invalid, Seal.SignatureProblem), (opened.Report.Signature, opened.Report.Seal));
        Assert.True(opened.Has(code));
    }
}
