using System.Security.Cryptography;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Content;
using Bridge.Smime.Errors;

namespace Bridge.Smime.Tests.Cms.Algorithms;

/// <summary>What must hold for every content-encryption algorithm that is produced.</summary>
public sealed class ContentLaws
{
    public static TheoryData<string> Produced => [.. ContentAlgorithm.All.Where(a => a.CanProduce).Select(a => a.Name)];

    public static TheoryData<string> Streams => [.. ContentAlgorithm.All.Where(a => a.CanProduce && !a.Authenticated).Select(a => a.Name)];

    public static TheoryData<string> Authenticated => [.. ContentAlgorithm.All.Where(a => a.CanProduce && a.Authenticated).Select(a => a.Name)];

    [Fact]
    public void What_is_produced_is_never_weak_or_legacy()
    {
        Assert.All(ContentAlgorithm.All.Where(a => a.CanProduce), a => Assert.False(a.Weak || a.Legacy));
        Assert.Equal(ContentAlgorithm.All.Count, ContentAlgorithm.All.Select(a => a.Oid).Distinct().Count());
        foreach (ContentAlgorithm algorithm in ContentAlgorithm.All.Where(a => !a.CanProduce))
        {
            Assert.Throws<UnsupportedAlgorithmException>(() => ContentEncryptor.Create(algorithm, new byte[algorithm.KeyBytes]));
        }
    }

    [Theory]
    [MemberData(nameof(Produced))]
    public void What_was_encrypted_comes_back_whatever_the_lengths_and_the_pieces(string name)
    {
        ContentAlgorithm algorithm = ContentAlgorithm.ByName(name)!;
        Random random = new(1);
        foreach (int length in (int[])[0, 1, 15, 16, 17, 31, 32, 33, 100, 4096, 70001])
        {
            byte[] key = RandomNumberGenerator.GetBytes(algorithm.KeyBytes);
            byte[] plaintext = RandomNumberGenerator.GetBytes(length);
            Sealed content = Seal(algorithm, key, plaintext, [], () => random.Next(0, 40) * random.Next(1, 200));
            Assert.Equal(plaintext, Open(content, key, [], () => random.Next(0, 50) * random.Next(1, 200)));
        }
    }

    [Theory]
    [MemberData(nameof(Produced))]
    public void Every_content_gets_an_initial_value_of_its_own(string name)
    {
        ContentAlgorithm algorithm = ContentAlgorithm.ByName(name)!;
        byte[] key = new byte[algorithm.KeyBytes];
        HashSet<string> seen = [];
        for (int i = 0; i < 20; i++)
        {
            using ContentEncryptor encryptor = ContentEncryptor.Create(algorithm, key);
            Assert.True(seen.Add(Convert.ToHexString(encryptor.Algorithm.Parameters.Span)));
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Damaged_padding_and_length_fail_alike(string name)
    {
        ContentAlgorithm algorithm = ContentAlgorithm.ByName(name)!;
        byte[] key = RandomNumberGenerator.GetBytes(algorithm.KeyBytes);
        Sealed content = Seal(algorithm, key, new byte[100], [], () => 64);
        foreach (byte[] damaged in (byte[][])[[], content.Ciphertext[..^1], content.Ciphertext[..15], [.. content.Ciphertext, 0]])
        {
            Assert.Throws<DecryptionFailedException>(() => Open(content with { Ciphertext = damaged }, key, [], () => 33));
        }
    }

    /// <summary>Every last block that is not 1 to 16 equal bytes is refused, and every one that is gives its length.</summary>
    [Fact]
    public void Padding_is_judged_whole()
    {
        byte[] key = RandomNumberGenerator.GetBytes(16);
        byte[] iv = new byte[16];
        using Aes aes = Aes.Create();
        aes.Key = key;
        AlgorithmId id = new(Oids.Aes128Cbc, (byte[])[4, 16, .. iv]);
        for (int padding = 0; padding <= 17; padding++)
        {
            byte[] last = new byte[16];
            Array.Fill(last, (byte)padding, Math.Max(0, 16 - padding), Math.Min(16, padding));
            last[15] = (byte)padding;
            Assert.Equal(padding is >= 1 and <= 16 ? 16 - padding : -1, LengthOf(id, key, aes.EncryptCbc(last, iv, PaddingMode.None)));
            if (padding is >= 2 and <= 16)
            {
                last[16 - padding] ^= 1;
                Assert.Equal(-1, LengthOf(id, key, aes.EncryptCbc(last, iv, PaddingMode.None)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Authenticated))]
    public void Nothing_altered_opens_and_nothing_of_it_is_left(string name)
    {
        ContentAlgorithm algorithm = ContentAlgorithm.ByName(name)!;
        byte[] key = RandomNumberGenerator.GetBytes(algorithm.KeyBytes);
        byte[] aad = RandomNumberGenerator.GetBytes(40);
        byte[] plaintext = RandomNumberGenerator.GetBytes(1000);
        Sealed content = Seal(algorithm, key, plaintext, aad, () => 333);
        Assert.Equal(plaintext, Open(content, key, aad, () => 0));

        foreach ((Sealed altered, byte[] usedKey, byte[] usedAad) in new[]
        {
            (content with { Ciphertext = Altered(content.Ciphertext) }, key, aad),
            (content with { Mac = Altered(content.Mac) }, key, aad),
            (content with { Mac = content.Mac[..12] }, key, aad),
            (content with { Mac = [] }, key, aad),
            (content with { Ciphertext = content.Ciphertext[..^1] }, key, aad),
            (content, Altered(key), aad),
            (content, key[..^1], aad),
            (content, key, Altered(aad)),
            (content, key, []),
        })
        {
            byte[] text = [.. altered.Ciphertext];
            Assert.Throws<DecryptionFailedException>(() => AuthenticatedContent.DecryptInPlace(altered.Algorithm, usedKey, text, usedAad, altered.Mac));
            Assert.True(text.All(b => b == 0));
        }
    }

    public static TheoryData<string, string> MalformedParameters => new()
    {
        { Oids.Aes256Cbc, "" },
        { Oids.Aes256Cbc, "0500" },
        { Oids.Aes256Cbc, "040F" + "000000000000000000000000000000" },
        { Oids.Aes256Cbc, "0410" + "00000000000000000000000000000000" + "00" },
        { Oids.DesEde3Cbc, "0410" + "00000000000000000000000000000000" },
        { Oids.Rc2Cbc, "3000" },
        { Oids.Rc2Cbc, "300D0202" + "00A0" + "0407" + "00000000000000" },
        { Oids.Aes256Gcm, "" },
        { Oids.Aes256Gcm, "3000" },
        { Oids.Aes256Gcm, "30020400" },
        { Oids.Aes256Gcm, "3011040C" + "000000000000000000000000" + "020104" },
        { Oids.Aes256Gcm, "3011040C" + "000000000000000000000000" + "020111" },
        { Oids.Aes256Ccm, "3011040C" + "000000000000000000000000" + "020109" },
        { Oids.Aes256Ccm, "3008040600" + "0000000000" },
        { Oids.ChaCha20Poly1305, "0500" },
        { Oids.ChaCha20Poly1305, "040B" + "0000000000000000000000" },
    };

    [Theory]
    [MemberData(nameof(MalformedParameters))]
    public void Malformed_parameters_are_told_as_such(string oid, string hex)
    {
        AlgorithmId id = new(oid, Convert.FromHexString(hex));
        byte[] key = new byte[Math.Max(16, ContentAlgorithm.KeyBytesFor(id))];
        MalformedException error = Assert.Throws<MalformedException>(() =>
        {
            if (ContentAlgorithm.ByOid(oid)!.Authenticated)
            {
                AuthenticatedContent.DecryptInPlace(id, key, new byte[16], [], new byte[16]);
            }
            else
            {
                ContentDecryptor.Create(id, key).Dispose();
            }
        });
        Assert.Equal("algorithm-malformed", error.Code);
    }

    [Fact]
    public void Unknown_algorithms_and_wrong_keys_are_clean_errors()
    {
        byte[] iv = [4, 16, .. new byte[16]];
        Assert.Throws<UnsupportedAlgorithmException>(() => ContentDecryptor.Create(new AlgorithmId("1.2.3", iv), new byte[16]));
        Assert.Throws<UnsupportedAlgorithmException>(() => ContentDecryptor.Create(new AlgorithmId(Oids.Aes256Gcm, iv), new byte[32]));
        Assert.Throws<UnsupportedAlgorithmException>(() => AuthenticatedContent.DecryptInPlace(new AlgorithmId(Oids.Aes256Cbc, iv), new byte[32], [], [], []));
        Assert.Throws<DecryptionFailedException>(() => ContentDecryptor.Create(new AlgorithmId(Oids.Aes256Cbc, iv), new byte[16]));
        Assert.Throws<DecryptionFailedException>(() => ContentDecryptor.Create(new AlgorithmId(Oids.DesEde3Cbc, (byte[])[4, 8, .. new byte[8]]), new byte[24]));
    }

    private static int LengthOf(AlgorithmId id, byte[] key, byte[] ciphertext)
    {
        using ContentDecryptor decryptor = ContentDecryptor.Create(id, key);
        byte[] output = new byte[64];
        int written = decryptor.Update(ciphertext, output);
        try
        {
            return written + decryptor.Finish(output);
        }
        catch (DecryptionFailedException)
        {
            return -1;
        }
    }

    internal sealed record Sealed(AlgorithmId Algorithm, byte[] Ciphertext, byte[] Mac);

    internal static Sealed Seal(ContentAlgorithm algorithm, byte[] key, byte[] plaintext, byte[] aad, Func<int> piece)
    {
        using ContentEncryptor encryptor = ContentEncryptor.Create(algorithm, key);
        if (aad.Length > 0)
        {
            encryptor.SetAad(aad);
        }

        MemoryStream output = new();
        for (int at = 0; at < plaintext.Length;)
        {
            int take = Math.Min(Math.Max(0, piece()), plaintext.Length - at);
            byte[] room = new byte[encryptor.OutputSize(take)];
            output.Write(room, 0, encryptor.Update(plaintext.AsSpan(at, take), room));
            at += take;
        }

        byte[] last = new byte[encryptor.OutputSize(0)];
        output.Write(last, 0, encryptor.Finish(last));
        return new Sealed(encryptor.Algorithm, output.ToArray(), encryptor.Mac.ToArray());
    }

    internal static byte[] Open(Sealed content, byte[] key, byte[] aad, Func<int> piece)
    {
        if (ContentAlgorithm.ByOid(content.Algorithm.Oid)!.Authenticated)
        {
            byte[] text = [.. content.Ciphertext];
            AuthenticatedContent.DecryptInPlace(content.Algorithm, key, text, aad, content.Mac);
            return text;
        }

        using ContentDecryptor decryptor = ContentDecryptor.Create(content.Algorithm, key);
        MemoryStream output = new();
        for (int at = 0; at < content.Ciphertext.Length;)
        {
            int take = Math.Min(Math.Max(0, piece()), content.Ciphertext.Length - at);
            byte[] room = new byte[decryptor.OutputSize(take)];
            output.Write(room, 0, decryptor.Update(content.Ciphertext.AsSpan(at, take), room));
            at += take;
        }

        byte[] last = new byte[decryptor.OutputSize(0)];
        output.Write(last, 0, decryptor.Finish(last));
        return output.ToArray();
    }

    private static byte[] Altered(byte[] bytes)
    {
        byte[] altered = [.. bytes];
        altered[bytes.Length / 2] ^= 1;
        return altered;
    }
}
