using Bridge.Smime.Values;

namespace Bridge.Smime.Tests.Reading.Forge;

/// <summary>What differs from an ordinary signature.</summary>
internal sealed record SignOptions
{
    public DateTimeOffset? SigningTime { get; init; } = Opening.Now;

    public bool Attributes { get; init; } = true;

    /// <summary>Content put into the SignedData; null leaves it detached.</summary>
    public byte[]? Embedded { get; init; }

    public bool Certificates { get; init; } = true;

    public IReadOnlyList<Certificate> MoreCertificates { get; init; } = [];

    /// <summary>CRLs that come along.</summary>
    public IReadOnlyList<byte[]> RevocationLists { get; init; } = [];

    public string ContentType { get; init; } = "1.2.840.113549.1.7.1";

    /// <summary>Value of the content-type attribute where it is to differ.</summary>
    public string? SignedContentType { get; init; }

    /// <summary>digestAlgorithm where it is to differ from the signature's digest; messageDigest is made with it.</summary>
    public string? DigestOid { get; init; }

    public bool DuplicateDigest { get; init; }

    public bool OmitDigest { get; init; }

    /// <summary>Attributes in an order that is not DER, signed as they stand.</summary>
    public bool Unsorted { get; init; }

    public bool KeyIdentifier { get; init; }

    /// <summary>Further attributes: object identifier and encoded value.</summary>
    public IReadOnlyList<(string Oid, byte[] Value)> MoreAttributes { get; init; } = [];
}
