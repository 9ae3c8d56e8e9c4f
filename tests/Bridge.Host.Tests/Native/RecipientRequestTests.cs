using Bridge.Protocol;
using Bridge.Protocol.Certificates;
using Bridge.Protocol.Json;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Policy;
using Bridge.Protocol.Recipients;
using Bridge.Protocol.Session;
using Bridge.Protocol.Values;

namespace Bridge.Host.Tests.Native;

/// <summary>Rules and recipients over the wire.</summary>
public sealed class RecipientRequestTests : IDisposable
{
    private const string Alice = "alice@example.org", Bob = "bob@b.example";

    private static readonly byte[] s_letter = "From: alice@example.org\r\nTo: bob@b.example\r\nSubject: A word\r\n\r\nin the clear\r\n"u8.ToArray();

    private readonly StoreRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Rules_are_made_told_and_taken_away()
    {
        RecipientRule made = _rig.Ask(new SetRule(1, "@B.example", EncryptionRule.Always), [], WireJson.Wire.RecipientRule);
        Assert.Equal(("b.example", EncryptionRule.Always), (made.Subject, made.Rule));
        _rig.Ask(new SetRule(2, "*.example", EncryptionRule.Ask), [], WireJson.Wire.RecipientRule);
        _rig.Ask(new SetRule(3, "no@b.example", EncryptionRule.Never), [], WireJson.Wire.RecipientRule);
        _rig.Ask(new SetPolicy(4, "sending.encryptByDefault", "possible"), [], WireJson.Wire.PolicyEntry);
        RulesChecked verdict = _rig.Ask(
            new CheckRules(5, [Bob, "NO@b.example", "carol@c.example", "dora@d.test"]), [], WireJson.Wire.RulesChecked);
        Assert.Equal([Bob], verdict.Always);
        Assert.Equal(["carol@c.example"], verdict.Ask);
        Assert.Equal(["NO@b.example"], verdict.Never);
        Assert.Equal(EncryptionDefault.Possible, verdict.EncryptByDefault);
        _rig.Ask(new RemoveRule(6, "b.example"), [], WireJson.Wire.Done);
        Assert.Equal(["*.example", "no@b.example"], _rig.Ask(new ListRules(7), [], WireJson.Wire.RuleList).Rules.Select(r => r.Subject));
        Assert.Equal(ErrorCode.RuleUnknown, Refused(new RemoveRule(8, "b.example"), []).Code);
        Assert.Equal(ErrorCode.RuleSubject, Refused(new SetRule(9, "Bob <bob@b.example>", EncryptionRule.Ask), []).Code);
    }

    [Fact]
    public void A_message_that_a_rule_wants_encrypted_is_not_written_otherwise_whoever_asks()
    {
        _rig.Ask(new SetRule(1, "b.example", EncryptionRule.Always), [], WireJson.Wire.RecipientRule);
        Failure failure = Refused(Protect(2, sign: false), s_letter);
        Assert.Equal((ErrorCode.RuleAlways, Bob), (failure.Code, failure.Parameters["addresses"]));
        _rig.Ask(new RemoveRule(3, "b.example"), [], WireJson.Wire.Done);
        _rig.Ask(Protect(4, sign: false), s_letter, WireJson.Wire.ProtectedMessage);
    }

    [Fact]
    public void A_check_tells_of_the_sender_of_the_subject_and_of_rules()
    {
        _rig.Ask(new SetRule(1, Bob, EncryptionRule.Never), [], WireJson.Wire.RecipientRule);
        _rig.Ask(new SetPolicy(2, "sending.headerProtection", "off"), [], WireJson.Wire.PolicyEntry);
        RecipientsChecked seen = _rig.Ask(new CheckRecipients(3, Alice, [Bob, "carol@c.example"], Offline: true), [], WireJson.Wire.RecipientsChecked);
        Assert.Equal([RecipientReason.RuleNever, RecipientReason.Missing], seen.Recipients.Select(r => r.Reason));
        Assert.Equal(EncryptionRule.Never, seen.Recipients[0].Rule);
        Assert.Equal([ErrorCode.NoSigningKey, ErrorCode.NoOwnCertificate], seen.Sender.Select(f => f.Code));
        Assert.Equal((false, true, EncryptionDefault.Off), (seen.HidesSubject, seen.SuggestEncryption, seen.EncryptByDefault));
        Assert.Empty(_rig.Ask(new ListRecipientCertificates(4, Bob), [], WireJson.Wire.RecipientCertificates).Certificates);
        Assert.Equal(ErrorCode.CertificateUnknown, Refused(new ChooseCertificate(5, Bob, new string('a', 64)), []).Code);
    }

    [Fact]
    public void A_sub_address_is_the_same_mailbox_by_the_users_word_alone()
    {
        Assert.Equal(ErrorCode.SubAddressNeeded, Refused(new SetSameMailbox(1, Bob, Same: true), []).Code);
        _rig.Ask(new SetSameMailbox(2, "bob+news@b.example", Same: true), [], WireJson.Wire.Done);
        ContactDetails told = _rig.Ask(new ShowContact(3, "bob+news@b.example"), [], WireJson.Wire.ContactDetails);
        Assert.Equal([ContactHappening.SameMailbox], told.Events.Select(e => e.What));
        _rig.Ask(new SetSameMailbox(4, "bob+news@b.example", Same: false), [], WireJson.Wire.Done);
        told = _rig.Ask(new ShowContact(5, "bob+news@b.example"), [], WireJson.Wire.ContactDetails);
        Assert.Equal([ContactHappening.SameMailbox, ContactHappening.OtherMailbox], told.Events.Select(e => e.What));
    }

    private static ProtectMessage Protect(long id, bool sign) =>
        new(id, Alice, [Bob], sign, Encrypt: false, SignatureForm.Clear, ProtectionPurpose.Send, IncludeCertificates: true);

    private Failure Refused(Request request, byte[] content) => Assert.IsType<Failure>(_rig.Peer.Exchange(request, content).Item1);
}
