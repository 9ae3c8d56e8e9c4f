using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Content;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Policy;

namespace Bridge.Smime.Tests.Cms.Algorithms;

/// <summary>Answers that standards print.</summary>
public sealed class KnownAnswers
{
    [Theory]
    [InlineData(Oids.Aes128Wrap, "000102030405060708090A0B0C0D0E0F", "00112233445566778899AABBCCDDEEFF", "1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5")]
    [InlineData(
        Oids.Aes256Wrap,
        "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F",
        "00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F",
        "28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21")]
    public void Rfc3394_key_wrap(string oid, string kek, string data, string wrapped)
    {
        KeyWrap wrap = KeyWrap.Read(new AlgorithmId(oid));
        Assert.Equal(wrapped, Convert.ToHexString(wrap.Wrap(Hex(kek), Hex(data))));
        Assert.Equal(data, Convert.ToHexString(wrap.Unwrap(Hex(kek), Hex(wrapped))!));
    }

    [Fact]
    public void Rfc5649_key_wrap_with_padding()
    {
        byte[] kek = Hex("5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8");
        byte[] wrapped = Hex("138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a");
        byte[]? key = KeyWrap.Read(new AlgorithmId(Oids.Aes192WrapPad)).Unwrap(kek, wrapped);
        Assert.Equal(Hex("c37b7e6492584340bed12207808941155068f738"), key);
        wrapped[^1] ^= 1;
        Assert.Null(KeyWrap.Read(new AlgorithmId(Oids.Aes192WrapPad)).Unwrap(kek, wrapped));
    }

    [Fact]
    public void Rfc5869_hkdf()
    {
        KeyDerivation hkdf = KeyDerivation.ForEncapsulation(new AlgorithmId(Oids.HkdfSha256));
        byte[] key = hkdf.Derive(Hex(string.Concat(Enumerable.Repeat("0b", 22))), Hex("f0f1f2f3f4f5f6f7f8f9"), Hex("000102030405060708090a0b0c"), 42);
        Assert.Equal(Hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"), key);
    }

    [Theory]
    [InlineData(Oids.EcdhSha1Kdf, "1c7d7b5f0597b03d06a018466ed1a93e30ed4b04dc64ccdd", "bf71dffd8f4d99223936beb46fee8ccc")]
    [InlineData(Oids.EcdhSha256Kdf, "96c05619d56c328ab95fe84b18264b08725b85e33fd34f08", "443024c3dae66b95e6f5670601558f71")]
    public void Nist_x963_kdf(string scheme, string secret, string derived) =>
        Assert.Equal(Hex(derived), KeyDerivation.ForAgreement(scheme).Derive(Hex(secret), [], [], 16));

    [Theory]
    [InlineData(
        "cafebabefacedbaddecaf888",
        "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
        "5bc94fbc3221a5db94fae95ae7121a47")]
    [InlineData(
        "cafebabefacedbad",
        "61353b4c2806934a777ff51fa22a4755699b2a714fcdc6f83766e5f97b6c742373806900e49f24b22b097544d4896b424989b5e1ebac0f07c23f4598",
        "3612d2e79e3b0785561be14aaca2fccb")]
    public void Gcm_of_the_specification_with_whole_and_shortened_tags(string nonce, string ciphertext, string tag)
    {
        const string Plaintext = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
        for (int bytes = 12; bytes <= 16; bytes++)
        {
            byte[] text = Hex(ciphertext);
            AuthenticatedContent.DecryptInPlace(
                Aead(Oids.Aes128Gcm, Hex(nonce), bytes),
                Hex("feffe9928665731c6d6a8f9467308308"),
                text,
                Hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
                Hex(tag).AsSpan(0, bytes));
            Assert.Equal(Hex(Plaintext), text);
        }
    }

    [Fact]
    public void Ccm_of_sp800_38c_example_3()
    {
        byte[] text = Hex("e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5");
        AuthenticatedContent.DecryptInPlace(
            Aead(Oids.Aes128Ccm, Hex("101112131415161718191a1b"), 8),
            Hex("404142434445464748494a4b4c4d4e4f"),
            text,
            Hex("000102030405060708090a0b0c0d0e0f10111213"),
            Hex("484392fbc1b09951"));
        Assert.Equal(Hex("202122232425262728292a2b2c2d2e2f3031323334353637"), text);
    }

    [Fact]
    public void Rfc8439_chacha20_poly1305()
    {
        byte[] text = Hex(
            "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36"
            + "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b6116");
        AuthenticatedContent.DecryptInPlace(
            new AlgorithmId(Oids.ChaCha20Poly1305, (byte[])[4, 12, .. Hex("070000004041424344454647")]),
            Hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"),
            text,
            Hex("50515253c0c1c2c3c4c5c6c7"),
            Hex("1ae10b594f09e26a7e902ecbd0600691"));
        Assert.StartsWith("Ladies and Gentlemen of the class of '99", Encoding.ASCII.GetString(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(120, "88bca90e90875a7f0f79c384627bafb2", "1a807d272bbe5db1")]
    [InlineData(58, "88bca90e90875a7f0f79c384627bafb2", "2269552ab0f85ca6")]
    public void Rfc2268_rc2_with_its_effective_bits(int version, string key, string block)
    {
        byte[] parameters = [0x30, 0x0d, 2, 1, (byte)version, 4, 8, .. new byte[8]];
        using ContentDecryptor decryptor = ContentDecryptor.Create(new AlgorithmId(Oids.Rc2Cbc, parameters), Hex(key));
        byte[] output = new byte[32];
        Assert.Equal(8, decryptor.Update(Hex(block + block), output));
        Assert.Equal(new byte[8], output[..8]);
    }

    [Fact]
    public void Rfc8032_ed25519_and_ed448()
    {
        Assert.Equal(SignatureCheckStatus.Good, Verify(
            Oids.Ed25519,
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"));
        Assert.Equal(SignatureCheckStatus.Good, Verify(
            Oids.Ed448,
            "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180",
            "",
            "533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f2b233f034f628281f2fd7a22ddd47d7828c59bd0a21bfd3980ff0d2028d4b18a"
            + "9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a113a0f4dbb61149f05a7363268c71d95808ff2e652600"));
    }

    [Fact]
    public void Fips202_shake256()
    {
        byte[] digest = ContentDigest.Compute(Digests.Shake256, []);
        Assert.Equal(Hex("46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762fd75dc4ddd8c0f200cb05019d67b592f6fc821c49479ab48640292eacb3b7c4be"), digest);
    }

    private static SignatureCheckStatus Verify(string oid, string key, string message, string signature)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            new AlgorithmId(oid).Write(writer);
            writer.WriteBitString(Hex(key));
        }

        return SignatureVerifier.VerifyObject(writer.Encode(), new AlgorithmId(oid), Hex(message), Hex(signature), new Limits()).Status;
    }

    private static AlgorithmId Aead(string oid, byte[] nonce, int tagBytes)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteOctetString(nonce);
            writer.WriteInteger(tagBytes);
        }

        return new AlgorithmId(oid, writer.Encode());
    }

    private static byte[] Hex(string hex) => Convert.FromHexString(hex);
}
