using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace Bridge.Smime.Values;

/// <summary>The extensions (RFC 5280 section 4.2) that mail rules read, taken apart once.</summary>
public sealed class CertificateExtensions
{
    private static readonly DerObjectIdentifier s_smtpUtf8Mailbox = new("1.3.6.1.5.5.7.8.9");

    private CertificateExtensions()
    {
    }

    public ReadOnlyMemory<byte>? SubjectKeyIdentifier { get; private init; }

    public IReadOnlyList<string> Addresses { get; private init; } = [];

    public IReadOnlyList<string> SubjectAddresses { get; private init; } = [];

    /// <summary>Key usage bits as BouncyCastle's <see cref="Org.BouncyCastle.Asn1.X509.KeyUsage"/> constants; null when the extension is absent (every usage allowed).</summary>
    public int? KeyUsage { get; private init; }

    /// <summary>Extended key usage OIDs; null when the extension is absent.</summary>
    public IReadOnlyList<string>? ExtendedKeyUsage { get; private init; }

    /// <summary>basicConstraints.cA; null when the extension is absent.</summary>
    public bool? IsAuthority { get; private init; }

    internal static CertificateExtensions Read(X509CertificateStructure certificate)
    {
        X509Extensions? all = certificate.Extensions;
        (List<string> addresses, List<string> fromSubject) = (AlternativeNames(all), SubjectNames(certificate.Subject));
        return new CertificateExtensions
        {
            SubjectKeyIdentifier = Value(all, X509Extensions.SubjectKeyIdentifier) is Asn1OctetString ski ? ski.GetOctets() : (ReadOnlyMemory<byte>?)null,
            Addresses = addresses,
            SubjectAddresses = fromSubject,
            KeyUsage = Value<int?>(all, X509Extensions.KeyUsage, v => (v as DerBitString)?.IntValue),
            ExtendedKeyUsage = Value<IReadOnlyList<string>>(all, X509Extensions.ExtendedKeyUsage, v =>
                v is Asn1Sequence usages ? [.. usages.OfType<DerObjectIdentifier>().Select(o => o.Id)] : null),
            IsAuthority = Value<bool?>(all, X509Extensions.BasicConstraints, v => v is Asn1Sequence basic ? BasicConstraints.GetInstance(basic).IsCA() : null),
        };
    }

    private static Asn1Object? Value(X509Extensions? all, DerObjectIdentifier oid) => Value<Asn1Object>(all, oid, v => v);

    // A malformed extension reads as absent here; path validation looks at the bytes itself and calls it malformed.
    private static T? Value<T>(X509Extensions? all, DerObjectIdentifier oid, Func<Asn1Object, T?> read)
    {
        try
        {
            return all?.GetExtension(oid)?.GetParsedValue() is { } value ? read(value) : default;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return default;
        }
    }

    private static List<string> AlternativeNames(X509Extensions? all)
    {
        List<string> found = [];
        if (Value(all, X509Extensions.SubjectAlternativeName) is not Asn1Sequence names)
        {
            return found;
        }

        foreach (Asn1Encodable encodable in names)
        {
            try
            {
                GeneralName name = GeneralName.GetInstance(encodable);
                if (name.TagNo == GeneralName.Rfc822Name)
                {
                    found.Add(((IAsn1String)name.Name).GetString());
                }
                else if (name.TagNo == GeneralName.OtherName && OtherName.GetInstance(name.Name) is { } other
                    && other.TypeID.Equals(s_smtpUtf8Mailbox) && other.Value is IAsn1String mailbox)
                {
                    found.Add(mailbox.GetString());
                }
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // One unreadable name does not take the others away.
            }
        }

        return found;
    }

    private static List<string> SubjectNames(X509Name subject)
    {
        IList<string> values = subject.GetValueList(X509Name.EmailAddress);
        return [.. values];
    }
}
