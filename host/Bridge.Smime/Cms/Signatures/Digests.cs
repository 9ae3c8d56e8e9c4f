using System.Security.Cryptography;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>Message digests by object identifier (RFC 5754, 8702), by name and by micalg (RFC 8551 section 3.5.3.2).</summary>
public static class Digests
{
    /// <summary>SHAKE256 with 64 bytes of output: the digest of Ed448 messages (RFC 8419). Not known to <see cref="IncrementalHash"/>; see <see cref="ContentDigest"/>.</summary>
    public static readonly HashAlgorithmName Shake256 = new("SHAKE256");

    private sealed record Entry(HashAlgorithmName Name, string Oid, string Label, string Micalg, int Bytes, bool Available);

    private static readonly Entry[] s_all =
    [
        new(HashAlgorithmName.SHA1, Oids.Sha1, "SHA-1", "sha-1", 20, true),
        new(HashAlgorithmName.SHA256, Oids.Sha256, "SHA-256", "sha-256", 32, true),
        new(HashAlgorithmName.SHA384, Oids.Sha384, "SHA-384", "sha-384", 48, true),
        new(HashAlgorithmName.SHA512, Oids.Sha512, "SHA-512", "sha-512", 64, true),
        new(HashAlgorithmName.SHA3_256, Oids.Sha3Sha256, "SHA3-256", "sha3-256", 32, SHA3_256.IsSupported),
        new(HashAlgorithmName.SHA3_384, Oids.Sha3Sha384, "SHA3-384", "sha3-384", 48, SHA3_384.IsSupported),
        new(HashAlgorithmName.SHA3_512, Oids.Sha3Sha512, "SHA3-512", "sha3-512", 64, SHA3_512.IsSupported),
        new(Shake256, Oids.Shake256, "SHAKE256", "shake256", 64, true),
    ];

    /// <summary>Null for a digest that this product does not do (MD5 and older, SHA-224, or one this system lacks).</summary>
    public static HashAlgorithmName? ByOid(string oid) =>
        oid == Oids.Shake256Length ? Shake256 : s_all.FirstOrDefault(e => e.Oid == oid && e.Available)?.Name;

    public static string Oid(HashAlgorithmName name) => Find(name).Oid;

    /// <summary>Name for people and reports: <c>SHA-256</c>.</summary>
    public static string Label(HashAlgorithmName name) => Find(name).Label;

    /// <summary>Output length in bytes.</summary>
    public static int Length(HashAlgorithmName name) => Find(name).Bytes;

    /// <summary>The value of multipart/signed's micalg parameter: <c>sha-256</c>.</summary>
    public static string Micalg(HashAlgorithmName name) => Find(name).Micalg;

    /// <summary>Reads micalg as senders write it: <c>sha256</c>, <c>sha-256</c>, <c>SHA256</c>, <c>rsa-sha256</c>. Null when unknown.</summary>
    public static HashAlgorithmName? ByMicalg(string micalg)
    {
        string plain = Normalise(micalg);
        string wanted = plain.StartsWith("rsa", StringComparison.Ordinal) ? plain[3..] : plain;
        return s_all.FirstOrDefault(e => e.Available && Normalise(e.Micalg) == wanted)?.Name;
    }

    /// <summary>The AlgorithmIdentifier this product writes: parameters absent (RFC 5754 section 2).</summary>
    public static AlgorithmId Identifier(HashAlgorithmName name) => new(Oid(name));

    // "sha3-256" must not read as "sha-3256": only the separators of the SHA-2 names are noise.
    private static string Normalise(string micalg)
    {
        string lower = micalg.Trim().Trim('"').ToLowerInvariant().Replace('_', '-');
        return lower.StartsWith("sha3-", StringComparison.Ordinal) ? lower : lower.Replace("-", "", StringComparison.Ordinal);
    }

    private static Entry Find(HashAlgorithmName name) =>
        s_all.FirstOrDefault(e => e.Name == name) ?? throw new ArgumentException($"No such digest: {name.Name}", nameof(name));
}
