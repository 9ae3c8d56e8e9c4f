using Bridge.Keystore.Storage;
using Bridge.Keystore.Tests.Support;
using Bridge.Smime.Ports;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Storage;

/// <summary>Answers are taken from memory only while nobody has changed the database.</summary>
public sealed class RecentReadsTests : IDisposable
{
    private static readonly ForgedIdentity s_authority = CertificateForge.Authority("Recent CA");
    private static readonly ForgedIdentity s_alice = CertificateForge.Issue(s_authority, "alice@example.org");

    private readonly TestFolder _folder = new();
    private readonly KeystoreHome _home;

    // The other has connections of its own, as another process does.
    private readonly KeystoreHome _other;

    public RecentReadsTests() => (_home, _other) = (_folder.Open(), _folder.Open());

    public void Dispose()
    {
        _home.Dispose();
        _other.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_database_is_asked_once_until_it_changes()
    {
        using Database database = new(_folder.Database, new StorageOptions());
        int asked = 0;
        int Ask() => database.Recall("question", "about", _ => ++asked);

        Assert.Equal((1, 1, 1), (Ask(), Ask(), Ask()));
        _other.Policy.Set("network.enabled", "false");
        Assert.Equal((2, 2), (Ask(), Ask()));
        database.Write(session => session.Execute("DELETE FROM policy"));
        Assert.Equal((3, 3), (Ask(), Ask()));
    }

    [Fact]
    public void Questions_and_what_they_are_about_are_told_apart()
    {
        using Database database = new(_folder.Database, new StorageOptions());

        Assert.Equal("a", database.Recall("one", "x", _ => "a"));
        Assert.Equal("b", database.Recall("two", "x", _ => "b"));
        Assert.Equal("c", database.Recall("one", "y", _ => "c"));
    }

    [Fact]
    public void A_policy_set_elsewhere_is_in_force_at_once()
    {
        Assert.True(_home.Policy.Load().NetworkEnabled);
        _other.Policy.Set("network.enabled", "false");
        Assert.False(_home.Policy.Load().NetworkEnabled);
        _other.Policy.ResetAll();
        Assert.True(_home.Policy.Load().NetworkEnabled);
    }

    [Fact]
    public void An_authority_trusted_or_dropped_elsewhere_counts_at_once()
    {
        Assert.Empty(_home.Anchors.Find(s_authority.Certificate.SubjectDer));
        _other.Anchors.Add(s_authority.Certificate);
        Assert.Single(_home.Anchors.Find(s_authority.Certificate.SubjectDer));
        _other.Anchors.Remove(s_authority.Certificate.Sha256);
        Assert.Empty(_home.Anchors.Find(s_authority.Certificate.SubjectDer));
    }

    [Fact]
    public void A_key_removed_elsewhere_signs_no_more_though_it_was_just_used()
    {
        _home.Keys.Import(Forged.File(s_alice), "alice.pem", default);
        OwnKey key = _home.Keys.SigningKeyFor("alice@example.org", DateTimeOffset.UtcNow)!;
        _home.Keys.OpenSigning(key).Dispose();
        _other.Keys.Remove(key.Id);

        Forged.Refused("key-unknown", () => _home.Keys.OpenSigning(key));
        Assert.Null(_home.Keys.SigningKeyFor("alice@example.org", DateTimeOffset.UtcNow));
    }

    [Fact]
    public void A_certificate_learnt_elsewhere_is_found_at_once()
    {
        Assert.Empty(_home.Certificates.FindByAddress("alice@example.org"));
        Assert.Empty(_home.Certificates.FindBySubject(s_alice.Certificate.SubjectDer));
        _other.Certificates.Add([s_alice.Certificate], CertificateOrigin.Imported);

        Assert.Single(_home.Certificates.FindByAddress("alice@example.org"));
        Assert.Single(_home.Certificates.FindBySubject(s_alice.Certificate.SubjectDer));
        _other.Certificates.Remove(s_alice.Certificate.Sha256);
        Assert.Empty(_home.Certificates.FindByAddress("alice@example.org"));
    }
}
