using System.Security.Cryptography;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Keys;

/// <summary>What must hold for every way of wrapping a content key.</summary>
[Collection("SoftHSM")]
public sealed class WrappingLaws
{
    private static readonly Limits s_limits = new();

    private static readonly (KeyAlgorithm Algorithm, KeyTransportChoice Choice, string Kind, string Name)[] s_ways =
    [
        (KeyAlgorithm.Rsa, KeyTransportChoice.Compatible, "ktri", "RSAES-PKCS1-v1_5"),
        (KeyAlgorithm.Rsa, KeyTransportChoice.Oaep, "ktri", "RSAES-OAEP"),
        (KeyAlgorithm.EcP256, KeyTransportChoice.Compatible, "kari", "ECDH-ES P-256"),
        (KeyAlgorithm.EcP384, KeyTransportChoice.Compatible, "kari", "ECDH-ES P-384"),
        (KeyAlgorithm.EcP521, KeyTransportChoice.Compatible, "kari", "ECDH-ES P-521"),
        (KeyAlgorithm.X25519, KeyTransportChoice.Compatible, "kari", "X25519"),
        (KeyAlgorithm.X448, KeyTransportChoice.Compatible, "kari", "X448"),
        (KeyAlgorithm.MlKem512, KeyTransportChoice.Compatible, "kemri", "ML-KEM-512"),
        (KeyAlgorithm.MlKem768, KeyTransportChoice.Compatible, "kemri", "ML-KEM-768"),
        (KeyAlgorithm.MlKem1024, KeyTransportChoice.Compatible, "kemri", "ML-KEM-1024"),
    ];

    public static TheoryData<KeyPlace, KeyAlgorithm, KeyTransportChoice, string, string> Ways =>
        [.. from way in s_ways from place in KeyPlaces.Of(way.Algorithm) select (place, way.Algorithm, way.Choice, way.Kind, way.Name)];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_wrapped_key_comes_back(KeyPlace place, KeyAlgorithm algorithm, KeyTransportChoice choice, string kind, string name)
    {
        ForgedIdentity recipient = Identities.Of(algorithm, "r@example.com");
        using IDecryptionKey key = KeyPlaces.OpenDecryption(place, recipient);
        Assert.True(ContentKeys.CanWrap(recipient.Certificate));
        foreach (int length in (int[])[16, 24, 32])
        {
            byte[] secret = RandomNumberGenerator.GetBytes(length);
            RecipientInfo info = RecipientInfo.Parse(ContentKeys.Wrap(recipient.Certificate, secret, choice), s_limits);
            Assert.Equal((kind, name), (info.Kind, info.Name));
            CertificateIdentifier identifier = Assert.Single(info.Recipients);
            Assert.True(identifier.Names(recipient.Certificate));
            Assert.Equal(secret, ContentKeys.Unwrap(info, identifier, key, length));
            Assert.Equal(secret, ContentKeys.Unwrap(info, identifier, key, 0));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Two_wrappings_of_one_key_differ(KeyPlace place, KeyAlgorithm algorithm, KeyTransportChoice choice, string kind, string name)
    {
        ForgedIdentity recipient = Identities.Of(algorithm, "r@example.com");
        byte[] secret = new byte[32];
        Assert.NotEqual(ContentKeys.Wrap(recipient.Certificate, secret, choice), ContentKeys.Wrap(recipient.Certificate, secret, choice));
        Assert.NotEmpty(kind + name + place);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Wrong_key_wrong_length_and_altered_bytes_never_give_the_key(KeyPlace place, KeyAlgorithm algorithm, KeyTransportChoice choice, string kind, string name)
    {
        ForgedIdentity recipient = Identities.Of(algorithm, "r@example.com");
        ForgedIdentity other = Identities.Of(algorithm, "o@example.com");
        using IDecryptionKey own = KeyPlaces.OpenDecryption(place, recipient);
        using IDecryptionKey stranger = KeyPlaces.OpenDecryption(place, other);
        byte[] secret = RandomNumberGenerator.GetBytes(32);
        byte[] encoded = ContentKeys.Wrap(recipient.Certificate, secret, choice);
        byte[] altered = [.. encoded];
        altered[^3] ^= 1;
        bool silent = name == "RSAES-PKCS1-v1_5";

        AssertFails(RecipientInfo.Parse(encoded, s_limits), stranger, 32, silent, secret);
        AssertFails(RecipientInfo.Parse(encoded, s_limits), own, 16, silent, secret);
        AssertFails(RecipientInfo.Parse(altered, s_limits), own, 32, silent, secret);
        Assert.NotEmpty(kind);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Every_truncation_and_every_altered_byte_is_a_clean_failure(KeyPlace place, KeyAlgorithm algorithm, KeyTransportChoice choice, string kind, string name)
    {
        ForgedIdentity recipient = Identities.Of(algorithm, "r@example.com");
        using IDecryptionKey key = KeyPlaces.OpenDecryption(place, recipient);
        byte[] secret = RandomNumberGenerator.GetBytes(32);
        byte[] encoded = ContentKeys.Wrap(recipient.Certificate, secret, choice);
        int step = Math.Max(1, encoded.Length / 300);
        for (int i = 0; i < encoded.Length; i += step)
        {
            byte[] cut = encoded[..i];
            Assert.Throws<MalformedException>(() => RecipientInfo.Parse(cut, s_limits));
            foreach (byte flip in (byte[])[0x01, 0x80])
            {
                byte[] altered = [.. encoded];
                altered[i] ^= flip;
                if (!IsUnusedBit(algorithm, encoded, i, flip))
                {
                    Assert.NotEqual(secret, TryUnwrap(altered, key, encoded));
                }
            }
        }

        Assert.NotEmpty(kind + name);
    }

    /// <summary>RFC 3218: what does not open gives a key, of the right length, another one every time.</summary>
    [Theory]
    [InlineData(KeyPlace.Software)]
    [InlineData(KeyPlace.Token)]
    public void Pkcs1_failures_give_random_keys(KeyPlace place)
    {
        ForgedIdentity recipient = Identities.Of(KeyAlgorithm.Rsa, "r@example.com");
        using IDecryptionKey key = KeyPlaces.OpenDecryption(place, recipient);
        byte[] encoded = ContentKeys.Wrap(recipient.Certificate, new byte[32], KeyTransportChoice.Compatible);
        encoded[^20] ^= 4;
        RecipientInfo info = RecipientInfo.Parse(encoded, s_limits);
        HashSet<string> seen = [];
        for (int i = 0; i < 5; i++)
        {
            byte[] opened = ContentKeys.Unwrap(info, info.Recipients[0], key, 24);
            Assert.Equal(24, opened.Length);
            Assert.True(seen.Add(Convert.ToHexString(opened)));
        }
    }

    [Theory]
    [InlineData(KeyAlgorithm.Ed25519)]
    [InlineData(KeyAlgorithm.MlDsa44)]
    [InlineData(KeyAlgorithm.RsaPss)]
    public void Keys_that_only_sign_wrap_nothing(KeyAlgorithm algorithm)
    {
        ForgedIdentity recipient = Identities.Of(algorithm, "r@example.com");
        Assert.False(ContentKeys.CanWrap(recipient.Certificate));
        Assert.Throws<UnsupportedAlgorithmException>(() => ContentKeys.Wrap(recipient.Certificate, new byte[32], KeyTransportChoice.Compatible));
    }

    // RFC 7748 section 5: the top bit of an X25519 key is not looked at.
    private static bool IsUnusedBit(KeyAlgorithm algorithm, byte[] encoded, int at, byte flip) =>
        algorithm == KeyAlgorithm.X25519 && flip == 0x80 && at == encoded.AsSpan().IndexOf((ReadOnlySpan<byte>)[3, 33, 0]) + 3 + 31;

    // An altered recipient identifier or version changes nothing about the key; every other change must.
    private static byte[]? TryUnwrap(byte[] altered, IDecryptionKey key, byte[] original)
    {
        try
        {
            RecipientInfo info = RecipientInfo.Parse(altered, s_limits);
            RecipientInfo before = RecipientInfo.Parse(original, s_limits);
            bool sameName = info.Recipients.Count == 1 && Same(info.Recipients[0], before.Recipients[0]) && info.Kind == before.Kind;
            return sameName && altered[SerialVersionOffset(original)] == original[SerialVersionOffset(original)]
                ? ContentKeys.Unwrap(info, info.Recipients[0], key, 32)
                : null;
        }
        catch (Exception e) when (e is MalformedException or DecryptionFailedException or UnsupportedAlgorithmException)
        {
            return null;
        }
    }

    // The version INTEGER's value is the first byte after the first "02 01".
    private static int SerialVersionOffset(byte[] encoded) => encoded.AsSpan().IndexOf((ReadOnlySpan<byte>)[2, 1]) + 2;

    private static bool Same(CertificateIdentifier one, CertificateIdentifier other) =>
        one.IssuerDer.Span.SequenceEqual(other.IssuerDer.Span) && one.SerialNumber.Span.SequenceEqual(other.SerialNumber.Span);

    private static void AssertFails(RecipientInfo info, IDecryptionKey key, int length, bool silent, byte[] secret)
    {
        if (silent)
        {
            byte[] opened = ContentKeys.Unwrap(info, info.Recipients[0], key, length);
            Assert.Equal(length, opened.Length);
            Assert.NotEqual(secret, opened);
        }
        else
        {
            Assert.Throws<DecryptionFailedException>(() => ContentKeys.Unwrap(info, info.Recipients[0], key, length));
        }
    }
}
