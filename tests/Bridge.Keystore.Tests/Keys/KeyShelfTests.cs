using Bridge.Keystore.Keys;
using Bridge.Keystore.Tests.Support;
using Bridge.Smime.Cms.Signatures;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Keys;

/// <summary>How long an opened private key lies ready, and for whom.</summary>
public sealed class KeyShelfTests : IDisposable
{
    private static readonly ForgedIdentity s_alice = CertificateForge.Issue(CertificateForge.Authority("Shelf CA"), "alice@example.org");
    private static readonly byte[] s_box = [1, 2, 3];

    private readonly HandClock _clock = new();
    private readonly KeyShelf _shelf;
    private readonly List<SoftwareKey> _opened = [];

    public KeyShelfTests() => _shelf = new KeyShelf(_clock);

    public void Dispose() => _shelf.Dispose();

    [Fact]
    public void A_key_that_was_put_back_serves_the_next_operation()
    {
        Use();
        _clock.Move(TimeSpan.FromSeconds(4));
        Use();

        Assert.Single(_opened);
    }

    [Fact]
    public void Use_does_not_make_it_stay_longer()
    {
        Use();
        _clock.Move(TimeSpan.FromSeconds(4));
        Use();
        _clock.Move(TimeSpan.FromSeconds(1));

        Assert.True(IsClosed(_opened[0]));
        Use();
        Assert.Equal(2, _opened.Count);
    }

    [Fact]
    public void A_key_in_use_is_left_alone_and_closed_when_it_comes_back_late()
    {
        using (KeyShelf.Borrowed key = Take())
        {
            _clock.Move(TimeSpan.FromMinutes(1));
            Assert.NotEmpty(key.Sign("text"u8, SignatureSchemes.DefaultFor(s_alice.Algorithm, s_alice.Certificate.KeyBits)));
        }

        Assert.True(IsClosed(_opened[0]));
    }

    [Fact]
    public void Two_at_once_get_a_key_each_and_one_of_them_stays()
    {
        using (Take())
        {
            using (Take())
            {
            }

            Assert.Equal(2, _opened.Count);
        }

        Assert.Equal(1, _opened.Count(IsClosed));
    }

    [Fact]
    public void A_key_that_was_sealed_anew_is_opened_anew()
    {
        Use();
        Use([1, 2, 4]);

        Assert.Equal(2, _opened.Count);
        Assert.True(IsClosed(_opened[0]));
    }

    [Fact]
    public void Closing_the_shelf_closes_the_keys_at_once_or_when_they_come_back()
    {
        Use();
        KeyShelf.Borrowed late = _shelf.Take("other", s_box, Open);
        _shelf.Dispose();

        Assert.True(IsClosed(_opened[0]));
        late.Dispose();
        Assert.True(IsClosed(_opened[1]));
    }

    private void Use(byte[]? box = null) => _shelf.Take("id", box ?? s_box, Open).Dispose();

    private KeyShelf.Borrowed Take() => _shelf.Take("id", s_box, Open);

    private SoftwareKey Open()
    {
        SoftwareKey key = SoftwareKey.FromPkcs8(s_alice.Pkcs8, s_alice.Certificate);
        _opened.Add(key);
        return key;
    }

    private static bool IsClosed(SoftwareKey key)
    {
        try
        {
            key.Sign("text"u8, SignatureSchemes.DefaultFor(s_alice.Algorithm, s_alice.Certificate.KeyBits));
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
