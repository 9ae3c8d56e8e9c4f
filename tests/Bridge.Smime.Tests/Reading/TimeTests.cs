using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Tests.Reading;

public class TimeTests
{
    [Fact]
    public void A_good_old_mail_stays_good_by_our_own_record()
    {
        Opening opening = new();
        string message = Mail.Header() + Mail.ClearSigned(Mail.Text);
        Assert.Equal(SignatureStatus.Valid, opening.Open(message).Report.Signature);
        Assert.Equal(1, opening.Log.Count);

        opening.At = Opening.Alice.Certificate.NotAfter.AddDays(10);
        Opened later = opening.Open(message);

        Assert.Equal(SignatureStatus.Valid, later.Report.Signature);
        Assert.True(later.Has(FindingCodes.ValidWhenFirstVerified));
        Assert.DoesNotContain(later.Report.Signers[0].Findings, f => f.Level == FindingLevel.Error);
    }

    [Fact]
    public void Without_our_record_an_expired_certificate_is_unverified_whatever_time_the_signer_claims()
    {
        Opening opening = new() { At = Opening.Alice.Certificate.NotAfter.AddDays(10) };
        Opened opened = opening.Open(Mail.Header() + Mail.ClearSigned(Mail.Text));

        Assert.Equal((SignatureStatus.Unverified, ChainStatus.Expired), (opened.Report.Signature, opened.Report.Signers[0].Chain));
        Assert.Equal(0, opening.Log.Count);
    }

    [Fact]
    public void Judging_as_of_another_moment_leaves_no_record()
    {
        Opening opening = new() { At = Opening.Now.AddDays(-2) };
        Opened opened = opening.Open(Mail.Header(date: Opening.Now.AddDays(-3)) + Mail.ClearSigned(Mail.Text, new SignOptions { SigningTime = Opening.Now.AddDays(-3) }));

        Assert.Equal(SignatureStatus.Valid, opened.Report.Signature);
        Assert.Equal(0, opening.Log.Count);
    }

    [Fact]
    public void A_date_hours_from_the_signing_time_is_unverified()
    {
        Opened near = new Opening().Open(Mail.Header(date: Opening.Now.AddMinutes(-59)) + Mail.ClearSigned(Mail.Text));
        Opened far = new Opening().Open(Mail.Header(date: Opening.Now.AddHours(-6)) + Mail.ClearSigned(Mail.Text));

        Assert.Equal(SignatureStatus.Valid, near.Report.Signature);
        Assert.Equal(SignatureStatus.Unverified, far.Report.Signature);
        Assert.True(far.Has(FindingCodes.SigningTimeDiffersFromDate));
    }

    [Fact]
    public void A_record_does_not_help_another_signature()
    {
        Opening opening = new();
        opening.Open(Mail.Header() + Mail.ClearSigned(Mail.Text));
        opening.At = Opening.Alice.Certificate.NotAfter.AddDays(10);

        Assert.Equal(SignatureStatus.Unverified, opening.Open(Mail.Header() + Mail.ClearSigned(Mail.Text.Replace("Bob", "Rob", StringComparison.Ordinal))).Report.Signature);
    }
}
