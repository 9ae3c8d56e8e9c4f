using Bridge.Keystore.Anchors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Tests.Anchors;

public class AnchorStoresTests
{
    private readonly MozillaAnchors _mozilla = new();

    [Fact]
    public void Mozilla_roots_say_where_and_when_they_come_from()
    {
        Assert.InRange(_mozilla.Count, 80, 200);
        Assert.Contains("libnss3", _mozilla.Source, StringComparison.Ordinal);
        Assert.True(DateOnly.TryParse(_mozilla.Date, out _));
        Assert.All(_mozilla.List(), a => Assert.Equal("mozilla", a.Source));
    }

    [Fact]
    public void Every_Mozilla_root_is_an_authority_found_by_its_own_subject()
    {
        foreach (TrustAnchor anchor in _mozilla.List())
        {
            Assert.Contains(_mozilla.Find(anchor.Certificate.SubjectDer), a => a.Certificate.Equals(anchor.Certificate));
            Assert.True(anchor.Certificate.Extensions.IsAuthority is true || anchor.Certificate.Structure.Version < 3, anchor.Certificate.Subject);
        }
    }

    [Fact]
    public void Some_Mozilla_roots_are_distrusted_after_a_date()
    {
        List<TrustAnchor> limited = [.. _mozilla.List().Where(a => a.DistrustAfter is not null)];
        Assert.NotEmpty(limited);
        Assert.All(limited, a => Assert.InRange(a.DistrustAfter!.Value.Year, 2020, 2035));
    }

    [Fact]
    public void System_anchors_are_read_from_pem_and_der_and_bad_files_pass_by()
    {
        string folder = Directory.CreateTempSubdirectory("anchors").FullName;
        try
        {
            Certificate first = _mozilla.List()[0].Certificate;
            Certificate second = _mozilla.List()[1].Certificate;
            File.WriteAllText(Path.Combine(folder, "a.crt"), "text\n" + new string(System.Security.Cryptography.PemEncoding.Write("CERTIFICATE", first.Der.Span)));
            File.WriteAllBytes(Path.Combine(folder, "b.der"), second.Der.ToArray());
            File.WriteAllText(Path.Combine(folder, "c.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
            File.WriteAllBytes(Path.Combine(folder, "ignored.txt"), _mozilla.List()[2].Certificate.Der.ToArray());

            SystemAnchors system = new([folder, Path.Combine(folder, "absent")]);

            Assert.Equal(2, system.List().Count);
            TrustAnchor found = Assert.Single(system.Find(first.SubjectDer));
            Assert.Equal("system", found.Source);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void An_anchor_in_two_stores_is_told_by_the_first()
    {
        CompositeAnchorStore both = new(new Owned(_mozilla.List()[0] with { Source = "user" }), _mozilla);
        Assert.Equal("user", Assert.Single(both.Find(_mozilla.List()[0].Certificate.SubjectDer)).Source);
        Assert.Equal(_mozilla.Count, both.List().Count);
    }

    private sealed class Owned(TrustAnchor anchor) : IAnchorStore
    {
        public IReadOnlyList<TrustAnchor> Find(ReadOnlyMemory<byte> subjectDer) => [anchor];

        public IReadOnlyList<TrustAnchor> List() => [anchor];
    }
}
