using System.Formats.Asn1;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Bridge.TestKit;

/// <summary>Makes revocation lists signed by a forged identity (ECDSA P-256 keys).</summary>
public sealed class CrlForge(ForgedIdentity signer)
{
    private readonly X509V2CrlGenerator _list = new();

    public DateTimeOffset ThisUpdate { get; init; } = DateTimeOffset.UtcNow.AddHours(-1);

    public DateTimeOffset NextUpdate { get; init; } = DateTimeOffset.UtcNow.AddDays(7);

    public CrlForge Number(int number) => Extend(X509Extensions.CrlNumber, false, new CrlNumber(BigInteger.ValueOf(number)));

    /// <summary>Makes the list a delta to the complete list of that number.</summary>
    public CrlForge DeltaOf(int number) => Extend(X509Extensions.DeltaCrlIndicator, true, new CrlNumber(BigInteger.ValueOf(number)));

    public CrlForge Scope(bool onlyUsers = false, bool onlyAuthorities = false, bool indirect = false, string? uri = null)
    {
        DistributionPointName? name = uri is null ? null : new DistributionPointName(new GeneralNames(new GeneralName(GeneralName.UniformResourceIdentifier, uri)));
        return Extend(X509Extensions.IssuingDistributionPoint, true, new IssuingDistributionPoint(name, onlyUsers, onlyAuthorities, null, indirect, false));
    }

    public CrlForge Extend(string oid, bool critical) => Extend(new DerObjectIdentifier(oid), critical, DerNull.Instance);

    /// <summary>Adds an entry. The reason is a CRLReason number.</summary>
    public CrlForge Revoke(ForgedIdentity revoked, int reason = 0, DateTimeOffset? when = null, bool nameIssuer = false)
    {
        X509ExtensionsGenerator extensions = new();
        extensions.AddExtension(X509Extensions.ReasonCode, false, new CrlReason(reason));
        if (nameIssuer)
        {
            extensions.AddExtension(X509Extensions.CertificateIssuer, true, new GeneralNames(new GeneralName(revoked.Certificate.Structure.Issuer)));
        }

        _list.AddCrlEntry(
            revoked.Certificate.Structure.SerialNumber.Value, (when ?? DateTimeOffset.UtcNow.AddHours(-2)).UtcDateTime, extensions.Generate());
        return this;
    }

    /// <summary>Adds an entry for a certificate that nobody made.</summary>
    public CrlForge RevokeSerial(long serial)
    {
        _list.AddCrlEntry(BigInteger.ValueOf(serial), DateTime.UtcNow.AddHours(-2), CrlReason.Superseded);
        return this;
    }

    public byte[] Sign()
    {
        _list.SetIssuerDN(signer.Certificate.Structure.Subject);
        _list.SetThisUpdate(ThisUpdate.UtcDateTime);
        _list.SetNextUpdate(NextUpdate.UtcDateTime);
        return _list.Generate(new Asn1SignatureFactory("SHA256withECDSA", PrivateKeyFactory.CreateKey(signer.Pkcs8))).GetEncoded();
    }

    /// <summary>The cRLDistributionPoints extension with one address, and a cRLIssuer when given.</summary>
    public static (string Oid, bool Critical, byte[] Value) Point(string? uri, ForgedIdentity? issuer = null)
    {
        DistributionPointName? name = uri is null ? null : new DistributionPointName(new GeneralNames(new GeneralName(GeneralName.UniformResourceIdentifier, uri)));
        GeneralNames? issuers = issuer is null ? null : new GeneralNames(new GeneralName(issuer.Certificate.Structure.Subject));
        return ("2.5.29.31", false, new CrlDistPoint([new DistributionPoint(name, null, issuers)]).GetDerEncoded());
    }

    /// <summary>authorityInfoAccess with a responder or the place of the issuer's certificate.</summary>
    public static (string Oid, bool Critical, byte[] Value) Access(string? responder = null, string? issuer = null)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            Write(writer, "1.3.6.1.5.5.7.48.1", responder);
            Write(writer, "1.3.6.1.5.5.7.48.2", issuer);
        }

        return ("1.3.6.1.5.5.7.1.1", false, writer.Encode());
    }

    private static void Write(AsnWriter writer, string method, string? uri)
    {
        if (uri is null)
        {
            return;
        }

        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(method);
            writer.WriteCharacterString(UniversalTagNumber.IA5String, uri, new Asn1Tag(TagClass.ContextSpecific, 6));
        }
    }

    private CrlForge Extend(DerObjectIdentifier oid, bool critical, Asn1Encodable value)
    {
        _list.AddExtension(oid, critical, value);
        return this;
    }
}
