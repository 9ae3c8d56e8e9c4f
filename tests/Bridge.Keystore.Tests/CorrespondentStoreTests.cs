using Bridge.Keystore.Tests.Support;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests;

public sealed class CorrespondentStoreTests : IDisposable
{
    private const string Bob = "bob@b.example";

    private readonly TestFolder _folder = new();
    private readonly KeystoreHome _home;

    public CorrespondentStoreTests() => _home = _folder.Open();

    public void Dispose()
    {
        _home.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_most_particular_rule_decides()
    {
        CorrespondentStore book = _home.Correspondents;
        Assert.Equal(new Correspondent(), book.Find(Bob));
        book.SetRule("*.example", EncryptionRule.Ask);
        Assert.Equal((EncryptionRule.Ask, "*.example"), Decision(Bob));
        book.SetRule("@B.example", EncryptionRule.Always);
        Assert.Equal((EncryptionRule.Always, "b.example"), Decision("Carol@B.Example"));
        book.SetRule("BOB@b.example", EncryptionRule.Never);
        Assert.Equal((EncryptionRule.Never, Bob), Decision(Bob));
        Assert.Equal((EncryptionRule.Always, "b.example"), Decision("carol@b.example"));
        Assert.Equal(((EncryptionRule?)null, (string?)null), Decision("bob@b.example.org"));
    }

    [Fact]
    public void Rules_are_replaced_removed_and_kept()
    {
        _home.Correspondents.SetRule(Bob, EncryptionRule.Always);
        _home.Correspondents.SetRule(Bob, EncryptionRule.Ask);
        using (KeystoreHome again = _folder.Open())
        {
            Assert.Equal((Bob, EncryptionRule.Ask), again.Correspondents.Rules().Select(r => (r.Subject, r.Rule)).Single());
        }

        _home.Correspondents.RemoveRule("Bob@b.example");
        Assert.Empty(_home.Correspondents.Rules());
        Forged.Refused("rule-unknown", () => _home.Correspondents.RemoveRule(Bob));
        Forged.Refused("rule-subject", () => _home.Correspondents.SetRule("Bob <bob@b.example>", EncryptionRule.Ask));
    }

    [Fact]
    public void Only_a_certificate_of_the_address_can_be_chosen_for_it()
    {
        ForgedIdentity authority = CertificateForge.Authority("Book CA");
        Certificate bob = CertificateForge.Issue(authority, Bob).Certificate, carol = CertificateForge.Issue(authority, "carol@b.example").Certificate;
        _home.Certificates.Add([bob], CertificateOrigin.Imported);
        _home.Certificates.Add([carol], CertificateOrigin.Imported);
        _home.Correspondents.Choose("BOB@b.example", bob.Sha256);
        Assert.Equal(bob.Sha256, _home.Correspondents.Find(Bob).Chosen);
        Forged.Refused("certificate-unknown", () => _home.Correspondents.Choose(Bob, carol.Sha256));
        Forged.Refused("certificate-unknown", () => _home.Correspondents.Choose(Bob, "nonsense"));
        Assert.Equal(bob.Sha256, _home.Correspondents.Find(Bob).Chosen);
        _home.Correspondents.Choose(Bob, null);
        Assert.Null(_home.Correspondents.Find(Bob).Chosen);
    }

    [Fact]
    public void What_was_used_last_is_remembered_beside_the_choice()
    {
        Certificate bob = CertificateForge.Issue(CertificateForge.Authority("Book CA"), Bob).Certificate;
        _home.Certificates.Add([bob], CertificateOrigin.Imported);
        _home.Correspondents.Choose(Bob, bob.Sha256);
        string other = new('a', 64);
        _home.Correspondents.RecordUse(new Dictionary<string, string> { [Bob] = bob.Sha256 }, DateTimeOffset.UtcNow);
        _home.Correspondents.RecordUse(new Dictionary<string, string> { ["BOB@b.example"] = other, ["new@b.example"] = other }, DateTimeOffset.UtcNow);
        Assert.Equal((bob.Sha256, other), (_home.Correspondents.Find(Bob).Chosen, _home.Correspondents.Find(Bob).Used));
        Assert.Equal((null, other), (_home.Correspondents.Find("new@b.example").Chosen, _home.Correspondents.Find("new@b.example").Used));
    }

    [Fact]
    public void Word_for_a_sub_address_is_kept_recorded_and_taken_back()
    {
        const string News = "bob+news@b.example";
        Assert.False(_home.Correspondents.Find(News).SameMailbox);
        _home.Correspondents.SetSameMailbox("Bob+News@B.example", same: true);
        _home.Correspondents.SetSameMailbox(News, same: true);
        Assert.True(_home.Correspondents.Find(News).SameMailbox);
        Assert.False(_home.Correspondents.Find("bob+other@b.example").SameMailbox);
        _home.Correspondents.SetSameMailbox(News, same: false);
        Assert.False(_home.Correspondents.Find(News).SameMailbox);
        Assert.Equal(["same-mailbox", "other-mailbox"], _home.Contacts.Show(News).Events.Select(e => e.What));
        Forged.Refused("sub-address-needed", () => _home.Correspondents.SetSameMailbox(Bob, same: true));
    }

    private (EncryptionRule?, string?) Decision(string address)
    {
        Correspondent found = _home.Correspondents.Find(address);
        return (found.Rule, found.Subject);
    }
}
