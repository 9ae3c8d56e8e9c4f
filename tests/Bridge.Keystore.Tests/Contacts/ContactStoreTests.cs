using Bridge.Keystore.Certificates.Contacts;
using Bridge.Keystore.Tests.Support;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Bridge.TestKit;
using Bridge.TestKit.Fakes;
using Org.BouncyCastle.Asn1.X509;

namespace Bridge.Keystore.Tests.Contacts;

/// <summary>What is kept about a correspondent over the years.</summary>
public sealed class ContactStoreTests : IDisposable
{
    private const string Bob = "bob@example.org";
    private static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
    private static readonly ForgedIdentity s_authority = CertificateForge.Authority("Years CA");
    private static readonly ForgedIdentity s_other = CertificateForge.Authority("Other CA");
    private static readonly ForgedIdentity s_old = Issue(s_authority, -300, 60);
    private static readonly ForgedIdentity s_new = Issue(s_authority, -2, 700);

    private readonly TestFolder _folder = new();
    private readonly FixedClock _clock = new(s_now);
    private readonly KeystoreHome _home;

    public ContactStoreTests() => _home = _folder.Open(_clock);

    private ContactStore Store => _home.Contacts;

    public void Dispose()
    {
        _home.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_compared_certificate_is_trusted_by_itself_until_either_page_takes_it_back()
    {
        Certificate certificate = s_new.Certificate;
        Assert.Equal("fingerprint-mismatch", Assert.Throws<RefusalException>(() => Store.Trust(Bob, certificate, s_old.Certificate.Sha256)).Code);
        Assert.Equal("trust-foreign", Assert.Throws<RefusalException>(() => Store.Trust("eve@example.org", certificate, certificate.Sha256)).Code);
        Assert.Empty(_home.Anchors.List());

        Store.Trust("BOB@example.org", certificate, certificate.Sha256.ToUpperInvariant());
        Assert.Equal(new TrustAnchor(certificate, "user", OnlyFor: Bob), Assert.Single(_home.Anchors.List()));
        ContactHistory history = Store.Show(Bob);
        Assert.Equal((s_now, CertificateOrigin.Imported), (history.Certificates[0].ComparedAt, history.Certificates[0].Stored.Origin));
        Assert.Equal(["imported", "compared"], history.Events.Select(e => e.What));

        Store.Compare(Bob, certificate.Sha256, same: false);
        Assert.Empty(_home.Anchors.List());

        Store.Trust(Bob, certificate, certificate.Sha256);
        _home.Anchors.Remove(certificate.Sha256);
        Assert.Null(Store.Show(Bob).Certificates[0].ComparedAt);
        Assert.Equal("comparison-withdrawn", Store.Show(Bob).Events[^1].What);

        Store.Trust(Bob, certificate, certificate.Sha256);
        _home.Certificates.Remove(certificate.Sha256);
        Assert.Empty(_home.Anchors.List());
    }

    [Fact]
    public void Direct_trust_does_not_lessen_an_authority_and_an_authority_outlasts_a_withdrawn_comparison()
    {
        Certificate certificate = s_new.Certificate;
        _home.Anchors.Add(certificate);
        Store.Trust(Bob, certificate, certificate.Sha256);
        Store.Compare(Bob, certificate.Sha256, same: false);
        Assert.Null(Assert.Single(_home.Anchors.List()).OnlyFor);
    }

    [Fact]
    public void History_says_when_and_in_which_message_and_by_what_a_certificate_was_replaced()
    {
        Learn(s_old, "<one@example.org>", s_now.AddDays(-200));
        Learn(s_old, "<two@example.org>", s_now.AddDays(-100));
        Learn(s_old, "<late reading of an early one>", s_now.AddDays(-250));
        Learn(s_new, "<three@example.org>", s_now.AddDays(-1));
        ContactHistory history = Store.Show("BOB@example.org");
        Assert.Equal([s_new.Certificate, s_old.Certificate], history.Certificates.Select(c => c.Stored.Certificate));
        Assert.Equal(
            [("harvested", s_old.Certificate.Sha256, null), ("harvested", s_new.Certificate.Sha256, null), ("replaced", s_old.Certificate.Sha256, s_new.Certificate.Sha256),
                ("changed", s_new.Certificate.Sha256, s_old.Certificate.Sha256)],
            history.Events.Select(e => (e.What, e.Sha256!, e.Other)));
        Assert.Equal(("<three@example.org>", s_now.AddDays(-1)), (history.Events[2].MessageId, history.Events[2].MessageAt));
        Certificates.CertificateSighting seen = Assert.Single(history.Certificates[1].Sightings);
        Assert.Equal(("<one@example.org>", s_now.AddDays(-200)), (seen.MessageId, seen.MessageAt));
        Assert.Equal(("<two@example.org>", s_now.AddDays(-100)), (seen.LastMessageId, seen.LastMessageAt));
    }

    [Theory]
    [InlineData("other key", "key")]
    [InlineData("other issuer", "issuer")]
    [InlineData("both", "key-and-issuer")]
    [InlineData("same key, same issuer", null)]
    [InlineData("old one expired", null)]
    [InlineData("other use", null)]
    [InlineData("found in old mail", null)]
    public void Change_is_another_key_or_issuer_while_the_earlier_certificate_is_valid(string how, string? what)
    {
        ForgedIdentity first = how == "old one expired" ? Issue(s_authority, -800, -1) : s_old;
        ForgedIdentity second = how switch
        {
            "other issuer" => Reissue(s_other, first),
            "both" => Issue(s_other, -2, 700),
            "same key, same issuer" => Reissue(s_authority, first),
            "other use" => Issue(s_authority, -2, 700, KeyUsage.KeyAgreement),
            "found in old mail" => Issue(s_authority, -400, 100),
            _ => s_new,
        };
        first = how == "other use" ? Issue(s_authority, -300, 60, KeyUsage.DigitalSignature) : first;
        Learn(first, "<one@example.org>", s_now.AddDays(-20));
        Learn(second, "<two@example.org>", s_now.AddDays(how == "found in old mail" ? -390 : -1));
        Assert.Equal(what, Stored(second).Change?.What);
        Assert.Equal(what is null ? null : first.Certificate.Sha256, Stored(second).Change?.PreviousSha256);
        Assert.Null(Stored(first).Change);
    }

    [Fact]
    public void Change_is_shown_until_it_is_acknowledged_and_never_again()
    {
        Learn(s_old, "<one@example.org>", s_now.AddDays(-20));
        Learn(s_new, "<two@example.org>", s_now.AddDays(-1));
        Assert.NotNull(Stored(s_new).Change);
        Store.Acknowledge(Bob, s_new.Certificate.Sha256);
        Store.Acknowledge(Bob, s_new.Certificate.Sha256);
        Assert.Null(Stored(s_new).Change);
        _home.Certificates.Import(s_new.Certificate.Der, "bob.cer");
        Learn(s_old, "<three@example.org>", s_now);
        Assert.All(_home.Certificates.FindByAddress(Bob), c => Assert.Null(c.Change));
        Assert.Single(Store.Show(Bob).Events, e => e.What == "acknowledged");
        Forged.Refused("certificate-unknown", () => Store.Acknowledge("else@example.org", s_new.Certificate.Sha256));
    }

    [Fact]
    public void Chosen_certificate_comes_first_until_the_choice_is_left_to_the_rule()
    {
        Learn(s_old, "<one@example.org>", s_now.AddDays(-20));
        Learn(s_new, "<two@example.org>", s_now.AddDays(-1));
        Choose(s_old);
        StoredCertificate first = _home.Certificates.FindByAddress(Bob)[0];
        Assert.True(first.Chosen && first.Certificate.Equals(s_old.Certificate));
        _home.Correspondents.Choose(Bob, null);
        Assert.DoesNotContain(_home.Certificates.FindByAddress(Bob), c => c.Chosen);
        Assert.Equal(["chosen", "automatic"], Store.Show(Bob).Events.Select(e => e.What).Where(w => w is "chosen" or "automatic"));
    }

    [Fact]
    public void Acknowledged_certificate_is_not_compared_with_the_one_that_was_used_last()
    {
        Learn(s_old, "<one@example.org>", s_now.AddDays(-20));
        _home.Correspondents.RecordUse(new Dictionary<string, string> { [Bob] = s_old.Certificate.Sha256 }, s_now);
        Learn(s_new, "<two@example.org>", s_now.AddDays(-1));
        Assert.Equal(s_old.Certificate.Sha256, _home.Correspondents.Find(Bob).Used);
        Store.Acknowledge(Bob, s_new.Certificate.Sha256);
        Assert.Null(_home.Correspondents.Find(Bob).Used);
    }

    [Fact]
    public void Owners_newest_statement_counts_and_an_older_one_changes_nothing()
    {
        Learn(s_old, "<two@example.org>", s_now.AddDays(-2), stated: true);
        Learn(s_new, "<one@example.org>", s_now.AddDays(-3), stated: true);
        Assert.Equal((s_old.Certificate, s_now.AddDays(-2)), (_home.Certificates.FindByAddress(Bob)[0].Certificate, _home.Certificates.FindByAddress(Bob)[0].StatedAt));
        Assert.Null(Stored(s_new).StatedAt);
        Learn(s_new, "<three@example.org>", s_now.AddDays(-1), stated: true);
        Assert.Equal(s_new.Certificate, _home.Certificates.FindByAddress(Bob)[0].Certificate);
    }

    [Fact]
    public void Comparison_with_the_person_is_kept_with_its_date_and_acknowledges()
    {
        Learn(s_old, "<one@example.org>", s_now.AddDays(-20));
        Learn(s_new, "<two@example.org>", s_now.AddDays(-1));
        Store.Compare(Bob, s_new.Certificate.Sha256, same: true);
        Assert.Equal(s_now, Store.Show(Bob).Certificates[0].ComparedAt);
        Assert.Null(Stored(s_new).Change);
        Store.Compare(Bob, s_new.Certificate.Sha256, same: false);
        Assert.Null(Store.Show(Bob).Certificates[0].ComparedAt);
        Assert.Equal(["compared", "comparison-withdrawn"], Store.Show(Bob).Events.Skip(4).Select(e => e.What));
    }

    [Fact]
    public void Removal_is_undone_with_history_choice_and_capabilities()
    {
        Learn(s_old, "<one@example.org>", s_now.AddDays(-20), stated: true);
        Learn(s_new, "<two@example.org>", s_now.AddDays(-1));
        _home.Certificates.Import(s_old.Certificate.Der, "bob.cer");
        Choose(s_old);
        Store.Compare(Bob, s_old.Certificate.Sha256, same: true);
        string before = Describe();
        _home.Certificates.Remove(s_old.Certificate.Sha256);
        Assert.Single(Store.Show(Bob).Certificates);
        Store.Restore(s_old.Certificate.Sha256);
        Assert.Equal(before, Describe());
        Assert.Equal(["removed", "restored"], Store.Show(Bob).Events.TakeLast(2).Select(e => e.What));
        Forged.Refused("certificate-unknown", () => Store.Restore(s_old.Certificate.Sha256));
        _home.CheckIntegrity();
    }

    [Fact]
    public void Last_certificate_takes_the_correspondent_along_and_brings_it_back()
    {
        Learn(s_old, "<one@example.org>", s_now.AddDays(-20));
        _home.Certificates.Remove(s_old.Certificate.Sha256);
        Assert.Empty(Store.List(null, null, 10).Contacts);
        Assert.Empty(Store.List("bob", null, 10).Contacts);
        Store.Restore(s_old.Certificate.Sha256);
        Assert.Equal(new Contact(Bob, s_now, 1, false), Assert.Single(Store.List("bob", null, 10).Contacts));
    }

    [Fact]
    public void Removal_can_be_undone_for_thirty_days()
    {
        Learn(s_old, "<one@example.org>", s_now.AddDays(-20));
        Learn(s_new, "<two@example.org>", s_now.AddDays(-20));
        _home.Certificates.Remove(s_old.Certificate.Sha256);
        _clock.Now = s_now.AddDays(31);
        _home.Certificates.Remove(s_new.Certificate.Sha256);
        Forged.Refused("certificate-unknown", () => Store.Restore(s_old.Certificate.Sha256));
        Store.Restore(s_new.Certificate.Sha256);
    }

    [Fact]
    public void Collected_again_before_the_undo_keeps_both_histories()
    {
        Learn(s_old, "<one@example.org>", s_now.AddDays(-20));
        _home.Certificates.Remove(s_old.Certificate.Sha256);
        _clock.Now = s_now.AddDays(1);
        Learn(s_old, "<two@example.org>", s_now);
        Store.Restore(s_old.Certificate.Sha256);
        Certificates.CertificateSighting seen = Assert.Single(Assert.Single(Store.Show(Bob).Certificates).Sightings);
        Assert.Equal((s_now, s_now.AddDays(1), "<one@example.org>", "<two@example.org>"), (seen.FirstSeen, seen.LastSeen, seen.MessageId, seen.LastMessageId));
    }

    [Fact]
    public void Correspondents_are_paged_and_found_by_the_beginning_of_any_word()
    {
        foreach (string name in new[] { "anna", "bert", "carla", "dora", "emil" })
        {
            Learn(CertificateForge.Issue(s_authority, $"{name}@firm.example", options: new ForgeOptions { CommonName = $"{name} Müller-Lüdenscheidt" }), null, s_now);
        }

        _home.Keys.Import(Forged.File(CertificateForge.Issue(s_authority, "me@firm.example")), "me.pem", default);
        Learn(_home.Keys.List()[0].Certificate, null, s_now);
        ContactPage first = Store.List(null, null, 3), second = Store.List("", first.Contacts[^1].Address, 3);
        Assert.Equal(["anna@firm.example", "bert@firm.example", "carla@firm.example"], first.Contacts.Select(c => c.Address));
        Assert.Equal(["dora@firm.example", "emil@firm.example"], second.Contacts.Select(c => c.Address));
        Assert.Equal((true, false), (first.More, second.More));
        foreach ((string words, int found) in new[] { ("car", 1), ("carla@fi", 1), ("mull", 5), ("LÜDEN carla", 1), ("firm.example", 5), ("arla", 0), ("\"*", 0), ("anna OR bert", 0), ("an\0na", 1), ("me@firm", 0) })
        {
            Assert.Equal((words, found), (words, Store.List(words, null, 10).Contacts.Count));
        }
    }

    [Fact]
    public void Several_addresses_of_a_certificate_are_correspondents_of_their_own_and_authorities_are_none()
    {
        ForgedIdentity two = CertificateForge.Issue(s_authority, "x", options: new ForgeOptions { Addresses = ["one@example.org", "Two@example.org"] });
        ForgedIdentity authority = CertificateForge.Authority("Mail CA,E=ca@example.org");
        _home.Certificates.Add([two.Certificate, authority.Certificate], CertificateOrigin.Imported);
        Assert.Equal(["one@example.org", "two@example.org"], Store.List(null, null, 10).Contacts.Select(c => c.Address));
        _home.Correspondents.Choose("two@example.org", two.Certificate.Sha256);
        Assert.False(_home.Certificates.FindByAddress("one@example.org")[0].Chosen);
        Assert.Equal([two.Certificate], Store.Export(null));
        Assert.Equal([two.Certificate], Store.Export("TWO@example.org"));
    }

    private void Choose(ForgedIdentity identity) => _home.Correspondents.Choose(Bob, identity.Certificate.Sha256);

    private StoredCertificate Stored(ForgedIdentity identity) => _home.Certificates.FindByAddress(Bob).Single(c => c.Certificate.Equals(identity.Certificate));

    private void Learn(ForgedIdentity identity, string? message, DateTimeOffset signedAt, bool stated = false) => Learn(identity.Certificate, message, signedAt, stated);

    private void Learn(Certificate certificate, string? message, DateTimeOffset signedAt, bool stated = false) => _home.Certificates.Learn(new HarvestedCertificate(
        certificate, certificate.Addresses, [], new SmimeCapabilities([]), signedAt, _clock.Now, message, stated));

    private string Describe() => string.Join('\n', Store.Show(Bob).Certificates.Select(c =>
        $"{c.Stored.Certificate.Sha256} {c.Stored.Origin} {c.Stored.Chosen} {c.Stored.StatedAt:O} {c.ComparedAt:O} {c.Stored.CapabilitiesSignedAt:O} {string.Join(';', c.Sightings)}"));

    private static ForgedIdentity Issue(ForgedIdentity authority, int from, int to, int? usage = null) => CertificateForge.Issue(
        authority, Bob, options: new ForgeOptions { NotBefore = s_now.AddDays(from), NotAfter = s_now.AddDays(to), KeyUsage = usage });

    private static ForgedIdentity Reissue(ForgedIdentity authority, ForgedIdentity first) => CertificateForge.Issue(authority, Bob, options: new ForgeOptions
    {
        NotBefore = s_now.AddDays(-2),
        Key = new ForgedKey(first.Pkcs8, first.Certificate.SubjectPublicKeyInfo.ToArray()),
    });
}
