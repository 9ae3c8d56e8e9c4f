namespace Bridge.TestKit;

/// <summary>What differs from an ordinary mail certificate. Everything left alone gets the ordinary value.</summary>
public sealed record ForgeOptions
{
    public DateTimeOffset NotBefore { get; init; } = DateTimeOffset.UtcNow.AddDays(-30);

    public DateTimeOffset NotAfter { get; init; } = DateTimeOffset.UtcNow.AddDays(365);

    /// <summary>BouncyCastle's KeyUsage bits; null takes those that fit the key, -1 leaves the extension out.</summary>
    public int? KeyUsage { get; init; }

    /// <summary>Extended key usages; empty leaves the extension out.</summary>
    public IReadOnlyList<string> ExtendedKeyUsage { get; init; } = ["1.3.6.1.5.5.7.3.4"];

    /// <summary>rfc822Names of the subjectAltName; null takes the address asked for, empty leaves the extension out.</summary>
    public IReadOnlyList<string>? Addresses { get; init; }

    /// <summary>emailAddress attribute of the subject.</summary>
    public string? SubjectAddress { get; init; }

    public string? CommonName { get; init; }

    public bool SubjectKeyIdentifier { get; init; } = true;

    /// <summary>A key to certify; null makes a new one.</summary>
    public ForgedKey? Key { get; init; }

    public int RsaBits { get; init; } = 2048;

    public int? PathLength { get; init; }

    /// <summary>Digest of the issuer's signature where it has a choice: <c>SHA256</c>, <c>SHA1</c>.</summary>
    public string SignatureDigest { get; init; } = "SHA256";

    /// <summary>Further extensions: object identifier, critical, DER value.</summary>
    public IReadOnlyList<(string Oid, bool Critical, byte[] Value)> Extensions { get; init; } = [];
}
