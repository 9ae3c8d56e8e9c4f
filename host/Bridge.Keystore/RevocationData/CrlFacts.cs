using System.Security.Cryptography;
using Bridge.Keystore.Storage;
using Bridge.Smime.Errors;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;

namespace Bridge.Keystore.RevocationData;

/// <summary>What the store needs to know of a CertificateList to file it. Its signature is the trust engine's to check.</summary>
internal sealed class CrlFacts
{
    private CrlFacts(byte[] der, CertificateList list)
    {
        Der = der;
        Issuer = list.Issuer.ToString();
        IssuerKey = LookupKey.OfName(list.Issuer.GetEncoded(Asn1Encodable.Der));
        ThisUpdate = new DateTimeOffset(list.ThisUpdate.ToDateTime(), TimeSpan.Zero);
        NextUpdate = list.NextUpdate is { } next ? new DateTimeOffset(next.ToDateTime(), TimeSpan.Zero) : null;
        X509Extensions? extensions = list.TbsCertList.Extensions;
        IsDelta = extensions?.GetExtension(X509Extensions.DeltaCrlIndicator) is not null;
        Number = Value(extensions, X509Extensions.CrlNumber) is { } number ? DerInteger.GetInstance(Asn1Object.FromByteArray(number)).PositiveValue : null;
        Scope = ScopeOf(extensions);
    }

    internal byte[] Der { get; }

    internal string Issuer { get; }

    internal byte[] IssuerKey { get; }

    /// <summary>Lists of one scope can replace each other: same distribution point, same signing key, both base or both delta.</summary>
    internal byte[] Scope { get; }

    internal DateTimeOffset ThisUpdate { get; }

    internal DateTimeOffset? NextUpdate { get; }

    internal BigInteger? Number { get; }

    internal bool IsDelta { get; }

    /// <exception cref="MalformedException">Code <c>crl-malformed</c>.</exception>
    internal static CrlFacts Read(ReadOnlyMemory<byte> der)
    {
        try
        {
            byte[] bytes = der.ToArray();
            return new CrlFacts(bytes, CertificateList.GetInstance(Asn1Object.FromByteArray(bytes)));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new MalformedException("crl-malformed", "Not a certificate revocation list, or a damaged one.", e);
        }
    }

    private static byte[] ScopeOf(X509Extensions? extensions)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (DerObjectIdentifier oid in new[]
        {
            X509Extensions.IssuingDistributionPoint, X509Extensions.AuthorityKeyIdentifier, X509Extensions.DeltaCrlIndicator,
        })
        {
            byte[]? value = Value(extensions, oid);
            hash.AppendData([(byte)(value is null ? 0 : 1)]);
            // Which base a delta builds on changes from list to list; that it is a delta does not.
            if (value is not null && !oid.Equals(X509Extensions.DeltaCrlIndicator))
            {
                hash.AppendData(value);
            }
        }

        return hash.GetHashAndReset()[..16];
    }

    private static byte[]? Value(X509Extensions? extensions, DerObjectIdentifier oid) =>
        extensions?.GetExtension(oid)?.Value.GetOctets();
}
