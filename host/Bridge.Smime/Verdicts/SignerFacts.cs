using System.Security.Cryptography;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;

namespace Bridge.Smime.Verdicts;

/// <summary>Everything observed about one signer before any rule judges it.</summary>
/// <param name="Digest">The CMS check alone.</param>
/// <param name="Certificate">The signer's certificate; null when it was not found.</param>
/// <param name="Path">Path to a mail anchor; null without a certificate.</param>
/// <param name="Algorithm">Name of the signature algorithm, for people.</param>
/// <param name="DigestName">The digest that the signature or its messageDigest attribute rests on.</param>
/// <param name="SigningTime">The signer's own claim.</param>
/// <param name="FirstValid">When our own record first found this very signature valid.</param>
/// <param name="PathThen">The path judged as of <paramref name="FirstValid"/>; null when it was not asked for.</param>
/// <param name="Findings">What the CMS check found; an error among them makes the signer invalid.</param>
public sealed record SignerFacts(
    DigestStatus Digest,
    Certificate? Certificate,
    PathResult? Path,
    string? Algorithm,
    HashAlgorithmName? DigestName,
    DateTimeOffset? SigningTime,
    DateTimeOffset? FirstValid,
    PathResult? PathThen,
    IReadOnlyList<Finding> Findings);
