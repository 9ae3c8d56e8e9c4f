using Bridge.Smime.Values;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Org.BouncyCastle.X509.Extension;

namespace Bridge.TestKit;

/// <summary>Makes authorities and mail certificates, with keys of every kind that the product knows.</summary>
public static class CertificateForge
{
    /// <summary>A self-signed authority, or one below another authority.</summary>
    public static ForgedIdentity Authority(
        string name, KeyAlgorithm algorithm = KeyAlgorithm.EcP256, ForgedIdentity? parent = null, ForgeOptions? options = null)
    {
        options = options ?? new ForgeOptions { NotAfter = DateTimeOffset.UtcNow.AddDays(3650) };
        return Make(new X509Name($"CN={name}"), algorithm, parent, options, generator =>
        {
            BasicConstraints constraints = options.PathLength is { } length ? new BasicConstraints(length) : new BasicConstraints(true);
            generator.AddExtension(X509Extensions.BasicConstraints, true, constraints);
            AddKeyUsage(generator, options.KeyUsage ?? (KeyUsage.KeyCertSign | KeyUsage.CrlSign));
        });
    }

    /// <summary>A mail certificate for an address.</summary>
    public static ForgedIdentity Issue(
        ForgedIdentity authority, string address, KeyAlgorithm algorithm = KeyAlgorithm.EcP256, ForgeOptions? options = null)
    {
        options ??= new ForgeOptions();
        string email = options.SubjectAddress is { } own ? $",E={own}" : "";
        X509Name subject = new($"CN={(options.CommonName ?? address).Replace("+", "\\+", StringComparison.Ordinal)}{email}");
        return Make(subject, algorithm, authority, options, generator =>
        {
            AddKeyUsage(generator, options.KeyUsage ?? UsageFor(algorithm));
            AddMailExtensions(generator, options, address);
        });
    }

    private static ForgedIdentity Make(
        X509Name subject, KeyAlgorithm algorithm, ForgedIdentity? issuer, ForgeOptions options, Action<X509V3CertificateGenerator> describe)
    {
        ForgedKey key = options.Key ?? ForgedKey.Generate(algorithm, options.RsaBits);
        SubjectPublicKeyInfo spki = SubjectPublicKeyInfo.GetInstance(Asn1Object.FromByteArray(key.SubjectPublicKeyInfo));
        X509V3CertificateGenerator generator = new();
        generator.SetSerialNumber(new BigInteger(120, new SecureRandom()).SetBit(119));
        generator.SetSubjectDN(subject);
        generator.SetIssuerDN(issuer?.Certificate.Structure.Subject ?? subject);
        generator.SetNotBefore(options.NotBefore.UtcDateTime);
        generator.SetNotAfter(options.NotAfter.UtcDateTime);
        generator.SetSubjectPublicKeyInfo(spki);
        describe(generator);
        AddIdentifiers(generator, options, spki, issuer);
        foreach ((string oid, bool critical, byte[] value) in options.Extensions)
        {
            generator.AddExtension(new DerObjectIdentifier(oid), new X509Extension(critical, new DerOctetString(value)));
        }

        (KeyAlgorithm signer, byte[] secret) = issuer is null ? (algorithm, key.Pkcs8) : (issuer.Algorithm, issuer.Pkcs8);
        Asn1SignatureFactory factory = new(SignatureName(signer, options.SignatureDigest), PrivateKeyFactory.CreateKey(secret));
        Certificate certificate = Certificate.FromDer(generator.Generate(factory).GetEncoded());
        return new ForgedIdentity(certificate, key.Pkcs8, issuer?.Certificate ?? certificate);
    }

    private static void AddKeyUsage(X509V3CertificateGenerator generator, int usage)
    {
        if (usage >= 0)
        {
            generator.AddExtension(X509Extensions.KeyUsage, true, new KeyUsage(usage));
        }
    }

    private static void AddMailExtensions(X509V3CertificateGenerator generator, ForgeOptions options, string address)
    {
        if (options.ExtendedKeyUsage.Count > 0)
        {
            generator.AddExtension(
                X509Extensions.ExtendedKeyUsage, false, new ExtendedKeyUsage(options.ExtendedKeyUsage.Select(o => new DerObjectIdentifier(o)).ToArray()));
        }

        IReadOnlyList<string> addresses = options.Addresses ?? [address];
        if (addresses.Count > 0)
        {
            generator.AddExtension(
                X509Extensions.SubjectAlternativeName, false, new GeneralNames([.. addresses.Select(a => new GeneralName(GeneralName.Rfc822Name, a))]));
        }
    }

    private static void AddIdentifiers(
        X509V3CertificateGenerator generator, ForgeOptions options, SubjectPublicKeyInfo spki, ForgedIdentity? issuer)
    {
        if (options.SubjectKeyIdentifier)
        {
            generator.AddExtension(X509Extensions.SubjectKeyIdentifier, false, X509ExtensionUtilities.CreateSubjectKeyIdentifier(spki));
        }

        if (issuer?.Certificate.SubjectKeyIdentifier is { } identifier)
        {
            generator.AddExtension(X509Extensions.AuthorityKeyIdentifier, false, new AuthorityKeyIdentifier(identifier.ToArray()));
        }
    }

    private static int UsageFor(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.Rsa => KeyUsage.DigitalSignature | KeyUsage.KeyEncipherment,
        KeyAlgorithm.EcP256 or KeyAlgorithm.EcP384 or KeyAlgorithm.EcP521 => KeyUsage.DigitalSignature | KeyUsage.KeyAgreement,
        KeyAlgorithm.X25519 or KeyAlgorithm.X448 => KeyUsage.KeyAgreement,
        KeyAlgorithm.MlKem512 or KeyAlgorithm.MlKem768 or KeyAlgorithm.MlKem1024 => KeyUsage.KeyEncipherment,
        _ => KeyUsage.DigitalSignature,
    };

    private static string SignatureName(KeyAlgorithm algorithm, string digest) => algorithm switch
    {
        KeyAlgorithm.Rsa => $"{digest}withRSA",
        KeyAlgorithm.RsaPss => $"{digest}withRSAandMGF1",
        KeyAlgorithm.Dsa => $"{digest}withDSA",
        KeyAlgorithm.EcP256 or KeyAlgorithm.EcP384 or KeyAlgorithm.EcP521 => $"{digest}withECDSA",
        KeyAlgorithm.Ed25519 => "Ed25519",
        KeyAlgorithm.Ed448 => "Ed448",
        KeyAlgorithm.MlDsa44 => "ML-DSA-44",
        KeyAlgorithm.MlDsa65 => "ML-DSA-65",
        KeyAlgorithm.MlDsa87 => "ML-DSA-87",
        _ => throw new ArgumentException($"An authority cannot have a key of kind {algorithm}.", nameof(algorithm)),
    };
}
