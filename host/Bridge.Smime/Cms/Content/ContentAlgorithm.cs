namespace Bridge.Smime.Cms.Content;

/// <summary>A content-encryption algorithm: what is accepted, and apart from it what is produced.</summary>
/// <param name="Name">Stable name, also in policy: <c>AES-256-CBC</c>.</param>
/// <param name="Oid">Object identifier.</param>
/// <param name="KeyBytes">Key length in bytes; 0 when it varies (RC2).</param>
/// <param name="BlockBytes">Block and IV length in bytes; 1 for stream modes.</param>
/// <param name="Authenticated">AEAD, carried in authEnveloped-data (RFC 5083).</param>
/// <param name="Legacy">Read only when policy allows it.</param>
/// <param name="Weak">Read with a warning.</param>
/// <param name="CanProduce">This product encrypts with it.</param>
public sealed record ContentAlgorithm(
    string Name,
    string Oid,
    int KeyBytes,
    int BlockBytes,
    bool Authenticated,
    bool Legacy,
    bool Weak,
    bool CanProduce)
{
    /// <summary>Every algorithm known, in order of strength within its mode.</summary>
    public static IReadOnlyList<ContentAlgorithm> All { get; } =
    [
        Cbc("AES-256-CBC", Oids.Aes256Cbc, 32),
        Cbc("AES-192-CBC", Oids.Aes192Cbc, 24),
        Cbc("AES-128-CBC", Oids.Aes128Cbc, 16),
        Aead("AES-256-GCM", Oids.Aes256Gcm, 32, canProduce: true),
        Aead("AES-192-GCM", Oids.Aes192Gcm, 24, canProduce: true),
        Aead("AES-128-GCM", Oids.Aes128Gcm, 16, canProduce: true),
        Aead("ChaCha20-Poly1305", Oids.ChaCha20Poly1305, 32, canProduce: true),
        Aead("AES-256-CCM", Oids.Aes256Ccm, 32, canProduce: false),
        Aead("AES-192-CCM", Oids.Aes192Ccm, 24, canProduce: false),
        Aead("AES-128-CCM", Oids.Aes128Ccm, 16, canProduce: false),
        new("3DES-CBC", Oids.DesEde3Cbc, 24, 8, Authenticated: false, Legacy: false, Weak: true, CanProduce: false),
        new("RC2-CBC", Oids.Rc2Cbc, 0, 8, Authenticated: false, Legacy: true, Weak: true, CanProduce: false),
        new("DES-CBC", Oids.DesCbc, 8, 8, Authenticated: false, Legacy: true, Weak: true, CanProduce: false),
    ];

    public static ContentAlgorithm? ByOid(string oid) => All.FirstOrDefault(a => a.Oid == oid);

    public static ContentAlgorithm? ByName(string name) =>
        All.FirstOrDefault(a => string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Length of the content key that this identifier asks for; 0 when it varies or the algorithm is unknown.</summary>
    public static int KeyBytesFor(AlgorithmId id) => ByOid(id.Oid)?.KeyBytes ?? 0;

    private static ContentAlgorithm Cbc(string name, string oid, int keyBytes) =>
        new(name, oid, keyBytes, 16, Authenticated: false, Legacy: false, Weak: false, CanProduce: true);

    private static ContentAlgorithm Aead(string name, string oid, int keyBytes, bool canProduce) =>
        new(name, oid, keyBytes, 1, Authenticated: true, Legacy: false, Weak: false, CanProduce: canProduce);
}
