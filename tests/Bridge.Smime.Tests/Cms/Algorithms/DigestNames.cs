using System.Security.Cryptography;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Signatures;

namespace Bridge.Smime.Tests.Cms.Algorithms;

public sealed class DigestNames
{
    [Theory]
    [InlineData("sha-256", "SHA256")]
    [InlineData("sha256", "SHA256")]
    [InlineData("SHA256", "SHA256")]
    [InlineData("SHA-384", "SHA384")]
    [InlineData("\"sha-512\"", "SHA512")]
    [InlineData("sha_512", "SHA512")]
    [InlineData("rsa-sha1", "SHA1")]
    [InlineData("sha1", "SHA1")]
    [InlineData("sha3-256", "SHA3-256")]
    public void Micalg_is_read_as_senders_write_it(string micalg, string name) => Assert.Equal(name, Digests.ByMicalg(micalg)?.Name);

    [Theory]
    [InlineData("md5")]
    [InlineData("sha-224")]
    [InlineData("sha3256")]
    [InlineData("unknown")]
    [InlineData("")]
    public void Unknown_micalg_is_no_digest(string micalg) => Assert.Null(Digests.ByMicalg(micalg));

    [Fact]
    public void Names_identifiers_and_lengths_belong_together()
    {
        foreach (HashAlgorithmName name in (HashAlgorithmName[])[HashAlgorithmName.SHA1, HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512, Digests.Shake256])
        {
            Assert.Equal(name, Digests.ByOid(Digests.Oid(name)));
            Assert.Equal(name, Digests.ByMicalg(Digests.Micalg(name)));
            Assert.Equal(Digests.Length(name), ContentDigest.Compute(name, [1, 2, 3]).Length);
            using ContentDigest streamed = ContentDigest.Create(Digests.Identifier(name))!;
            streamed.Append([1]);
            streamed.Append([2, 3]);
            Assert.Equal(ContentDigest.Compute(name, [1, 2, 3]), streamed.Finish());
        }

        Assert.Null(ContentDigest.Create(new AlgorithmId(Oids.Md5)));
        Assert.Null(Digests.ByOid(Oids.Md5));
    }
}
