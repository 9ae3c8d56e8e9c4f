using Bridge.Smime.Policy;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Tests.Reading;

/// <summary>None of these may yield a good seal for somebody who did not sign what is shown.</summary>
public class SpoofedMailTests
{
    [Theory]
    [InlineData("Alice <alice@example.com>, Mallory <mallory@example.net>", FindingCodes.FromSeveral)]
    [InlineData("\"alice@example.com\" <mallory@example.net>", FindingCodes.FromDisplayAddress)]
    [InlineData("=?utf-8?q?alice=40example=2Ecom?= <mallory@example.net>", FindingCodes.FromDisplayAddress)]
    [InlineData("alice@example.com (really) <mallory@example.net>", FindingCodes.FromDisplayAddress)]
    [InlineData("\"alice @ example.com\" <mallory@example.net>", FindingCodes.FromDisplayAddress)]
    [InlineData("alice @ example.com <mallory@example.net>", FindingCodes.FromDisplayAddress)]
    [InlineData("=?utf-8?q?alice_=40_example=E2=80=A4com?= <mallory@example.net>", FindingCodes.FromDisplayAddress)]
    [InlineData("=?utf-8?q?=E2=80=AEmoc.elpmaxe=40ecila?= <mallory@example.net>", FindingCodes.FromAmbiguous)]
    [InlineData("=?utf-8?q?=E2=80=ADAlice?= <mallory@example.net>", FindingCodes.FromAmbiguous)]
    [InlineData("<alice@example.com> <mallory@example.net>", FindingCodes.FromAmbiguous)]
    [InlineData("<mallory@example.net> alice@example.com", FindingCodes.FromAmbiguous)]
    [InlineData("=?utf-8?q?mallory=40example.net?=", FindingCodes.FromAmbiguous)]
    [InlineData("alice@example.com\0 <mallory@example.net>", FindingCodes.FromAmbiguous)]
    [InlineData("Friends: alice@example.com, mallory@example.net;", FindingCodes.FromAmbiguous)]
    [InlineData("<@alice@example.com:mallory@example.net>", FindingCodes.FromAmbiguous)]
    [InlineData("\"alice@example.com\"@example.net <mallory@example.net", FindingCodes.FromAmbiguous)]
    public void Tricks_with_from_are_never_valid(string from, string code)
    {
        foreach (var signer in new[] { Opening.Mallory, Opening.Alice })
        {
            Opened opened = new Opening().Open(Mail.Header(from) + Mail.ClearSigned(Mail.Text, signer: signer));

            Assert.NotEqual(SignatureStatus.Valid, opened.Report.Signature);
            Assert.DoesNotContain(opened.Report.Signers, s => s.Status == SignatureStatus.Valid);
            Assert.True(opened.Has(code));
        }
    }

    [Theory]
    [InlineData("alice@example.com")]
    [InlineData("<alice@example.com>")]
    [InlineData("Alice <ALICE@Example.COM>")]
    [InlineData("\"Alice, the \\\"first\\\"\" <alice@example.com>")]
    [InlineData("\"alice@example.com\" <alice@example.com>")]
    [InlineData("alice@example.com (Alice)")]
    [InlineData("\"Alice @ Work\" <alice@example.com>")]
    [InlineData("=?utf-8?q?=E2=80=8F=D7=90=D7=9C=D7=99=D7=A1?= <alice@example.com>")]
    [InlineData("=?utf-8?q?Al=C3=AFce?=\r\n <alice@example.com>")]
    public void Ordinary_ways_of_writing_from_are_valid(string from) =>
        Assert.Equal(SignatureStatus.Valid, new Opening().Open(Mail.Header(from) + Mail.ClearSigned(Mail.Text)).Report.Signature);

    [Fact]
    public void Another_sender_is_invalid_and_both_addresses_are_named()
    {
        Opened opened = new Opening().Open(Mail.Header("Alice <alice@example.com>") + Mail.ClearSigned(Mail.Text, signer: Opening.Mallory));

        Assert.Equal((SignatureStatus.Invalid, AddressMatch.Mismatch), (opened.Report.Signature, opened.Report.Signers[0].AddressMatch));
        Finding finding = opened.Report.Signers[0].Findings.Single(f => f.Code == FindingCodes.AddressMismatch);
        Assert.Equal(("alice@example.com", "mallory@example.net"), (finding.Parameters["from"], finding.Parameters["addresses"]));
    }

    [Fact]
    public void A_match_with_sender_alone_is_unverified()
    {
        Opened opened = new Opening().Open(Mail.Header("Alice <alice@example.com>", "Sender: mallory@example.net\r\n") + Mail.ClearSigned(Mail.Text, signer: Opening.Mallory));

        Assert.Equal(SignatureStatus.Unverified, opened.Report.Signature);
        Finding finding = opened.Report.Signers[0].Findings.Single(f => f.Code == FindingCodes.AddressSenderOnly);
        Assert.Equal(("alice@example.com", "mallory@example.net"), (finding.Parameters["from"], finding.Parameters["sender"]));
    }

    [Theory]
    [InlineData("From: mallory@example.net\r\n", FindingCodes.FromDuplicated)]
    [InlineData("Content-Type: text/html\r\n", FindingCodes.HeaderDuplicated)]
    [InlineData("Subject: other\r\n", FindingCodes.HeaderDuplicated)]
    [InlineData("X-Odd: a\rFrom: mallory@example.net\r\n", FindingCodes.HeaderAnomalous)]
    [InlineData("not a field\r\n", FindingCodes.HeaderAnomalous)]
    [InlineData("X-Nul: \0\r\n", FindingCodes.HeaderAnomalous)]
    public void A_header_that_reads_in_two_ways_is_never_valid(string more, string code)
    {
        string signed = Mail.ClearSigned(Mail.Text);
        int end = signed.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 2;
        Opened opened = new Opening().Open(Mail.Header() + signed[..end] + more + signed[end..]);

        Assert.Equal(SignatureStatus.Unverified, opened.Report.Signature);
        Assert.True(opened.Has(code));
    }

    [Fact]
    public void Parts_behind_the_signature_are_not_shown_and_spoil_it()
    {
        Opened opened = new Opening().Open(Mail.Header() + Mail.ClearSigned(Mail.Text, after: "Content-Type: text/html\r\n\r\n<h1>Mallory</h1>"));

        Assert.Equal(SignatureStatus.Unverified, opened.Report.Signature);
        Assert.True(opened.Has(FindingCodes.SignedExtraParts));
        Assert.DoesNotContain("Mallory", opened.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signed_part_beside_another_does_not_sign_the_message()
    {
        Opened opened = new Opening().Open(Mail.Header() + Mail.Multipart("mixed", "Content-Type: text/html\r\n\r\n<h1>Mallory</h1>", Mail.ClearSigned(Mail.Text)));

        Assert.Equal((Seal.None, SignatureStatus.None), (opened.Report.Seal, opened.Report.Signature));
        Assert.Equal(new LayerReport(LayerKind.Signed, "2", false), Assert.Single(opened.Report.Layers));
    }

    [Fact]
    public void A_forwarded_signed_message_does_not_sign_the_message()
    {
        string forwarded = "Content-Type: message/rfc822\r\n\r\n" + Mail.Header() + Mail.ClearSigned(Mail.Text);
        Opened opened = new Opening().Open(Mail.Header() + Mail.Multipart("mixed", Mail.Text, forwarded));

        Assert.Equal((Seal.None, SignatureStatus.None), (opened.Report.Seal, opened.Report.Signature));
        Assert.Empty(opened.Report.Signers);
        Assert.Equal(new LayerReport(LayerKind.Signed, "2", false), Assert.Single(opened.Report.Layers));
        Assert.True(opened.Has(FindingCodes.SignatureInAttachment));
    }

    [Fact]
    public void A_forwarded_message_alone_in_a_signature_is_not_taken_for_this_one()
    {
        string forwarded = "Content-Type: message/rfc822\r\n\r\n"
            + Mail.Header("Carol <carol@example.org>", subject: "Old").Replace("<1@", "<2@", StringComparison.Ordinal)
            + Mail.Text;
        Opened opened = new Opening().Open(Mail.Header() + Mail.ClearSigned(forwarded));

        Assert.Equal(SignatureStatus.Valid, opened.Report.Signature);
        Assert.Empty(opened.Report.Headers.Protected);
        Assert.Equal(Mail.Header() + forwarded, opened.Text);
    }

    [Fact]
    public void A_signature_around_another_is_unverified()
    {
        string inner = Mail.Opaque(Mail.Text);
        foreach (string message in new[] { Mail.ClearSigned(inner), Mail.Opaque(inner) })
        {
            Opened opened = new Opening().Open(Mail.Header() + message);

            Assert.Equal(SignatureStatus.Unverified, opened.Report.Signature);
            Assert.True(opened.Has(FindingCodes.SignatureAroundSignature));
        }
    }

    [Fact]
    public void A_signature_around_an_encrypted_part_is_unverified()
    {
        Opened opened = new Opening().With(Opening.Bob).Open(Mail.Header() + Mail.ClearSigned(Mail.Multipart("mixed", Mail.Text, Mail.Enveloped(Mail.Text))));

        Assert.Equal(SignatureStatus.Unverified, opened.Report.Signature);
        Assert.True(opened.Has(FindingCodes.SignatureAroundEncryptedPart));
    }

    [Fact]
    public void Without_from_nothing_is_valid_unless_policy_does_not_ask()
    {
        string message = Mail.Header()[(Mail.Header().IndexOf('\n', StringComparison.Ordinal) + 1)..] + Mail.ClearSigned(Mail.Text);
        Opened opened = new Opening().Open(message);
        Opened tolerant = new Opening { Policy = new SmimePolicy { RequireAddressMatch = false } }.Open(message);

        Assert.Equal((SignatureStatus.Unverified, AddressMatch.NoAddress), (opened.Report.Signature, opened.Report.Signers[0].AddressMatch));
        Assert.True(opened.Has(FindingCodes.FromMissing));
        Assert.Equal(SignatureStatus.Valid, tolerant.Report.Signature);
    }
}
