using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Keystore.Vault;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Import;

/// <summary>
/// Reads a PKCS#12 file (RFC 7292) with one form of the passphrase. BER as Windows and Netscape write it is taken, and
/// bags that are not keys or certificates are passed over.
/// </summary>
internal sealed class Pkcs12Reader
{
    private const string Data = "1.2.840.113549.1.7.1", EncryptedData = "1.2.840.113549.1.7.6", Bag = "1.2.840.113549.1.12.10.1.",
        X509 = "1.2.840.113549.1.9.22.1", FriendlyName = "1.2.840.113549.1.9.20";

    private readonly ReadOnlyMemory<byte> _safe;
    private readonly Pkcs12Mac? _mac;
    private int _decrypted;

    private Pkcs12Reader(ReadOnlyMemory<byte> safe, Pkcs12Mac? mac) => (_safe, _mac) = (safe, mac);

    /// <exception cref="AsnContentException">Not a PKCS#12 file.</exception>
    internal static Pkcs12Reader Parse(ReadOnlyMemory<byte> file)
    {
        AsnReader pfx = new AsnReader(file, AsnEncodingRules.BER).ReadSequence();
        if (pfx.ReadInteger() != 3)
        {
            throw new AsnContentException("Not version 3 of PKCS#12.");
        }

        AsnReader safe = pfx.ReadSequence();
        string type = safe.ReadObjectIdentifier();
        if (type != Data)
        {
            throw new NotSupportedException($"integrity by public key ({type})");
        }

        byte[] content = Explicit(safe).ReadOctetString();
        return new Pkcs12Reader(content, pfx.HasData ? new Pkcs12Mac(pfx.ReadEncodedValue()) : null);
    }

    /// <exception cref="PassphraseMismatchException">This form of the passphrase does not open it.</exception>
    internal ImportMaterial Read(PassphraseForm passphrase, IterationBudget budget)
    {
        if (_mac is not null && !_mac.Holds(_safe.Span, passphrase, budget))
        {
            throw new PassphraseMismatchException();
        }

        ImportMaterial material = new();
        try
        {
            ReadParts(passphrase, budget, material);
            return material;
        }
        catch (AsnContentException e) when (_mac is null)
        {
            // Without a MAC, wrong decryption may pass the padding check and show as garbage.
            material.Dispose();
            throw new PassphraseMismatchException(e);
        }
        catch
        {
            material.Dispose();
            throw;
        }
    }

    /// <summary>Whether the content opens although the integrity check fails: then the file was altered and the passphrase is right.</summary>
    internal bool OpensDespiteMac(PassphraseForm passphrase, IterationBudget budget)
    {
        if (_mac is null)
        {
            return false;
        }

        try
        {
            using ImportMaterial material = new();
            _decrypted = 0;
            ReadParts(passphrase, budget, material);
            return _decrypted > 0;
        }
        catch (Exception e) when (e is PassphraseMismatchException or AsnContentException or MalformedException or NotSupportedException or RefusalException)
        {
            // Also when the rest of the budget is too small to find out.
            return false;
        }
    }

    private void ReadParts(PassphraseForm passphrase, IterationBudget budget, ImportMaterial material)
    {
        AsnReader parts = new AsnReader(_safe, AsnEncodingRules.BER).ReadSequence();
        while (parts.HasData)
        {
            AsnReader part = parts.ReadSequence();
            string type = part.ReadObjectIdentifier();
            using SecretBytes bags = type switch
            {
                Data => TakeOctets(Explicit(part)),
                EncryptedData => Decrypt(Explicit(part).ReadSequence(), passphrase, budget),
                _ => throw new NotSupportedException($"a part encrypted to a public key ({type})"),
            };
            ReadBags(bags.Memory, passphrase, budget, material, 0);
        }
    }

    private SecretBytes Decrypt(AsnReader encryptedData, PassphraseForm passphrase, IterationBudget budget)
    {
        encryptedData.ReadInteger();
        AsnReader info = encryptedData.ReadSequence();
        info.ReadObjectIdentifier();
        AsnReader algorithm = info.ReadSequence();
        SecretBytes bags = PasswordEncryption.Decrypt(algorithm, info.ReadOctetString(new Asn1Tag(TagClass.ContextSpecific, 0)), passphrase, budget);
        _decrypted++;
        return bags;
    }

    private void ReadBags(ReadOnlyMemory<byte> safeContents, PassphraseForm passphrase, IterationBudget budget, ImportMaterial material, int depth)
    {
        if (depth > ImportLimits.Depth)
        {
            throw new AsnContentException("Bags nested too deep.");
        }

        AsnReader bags = new AsnReader(safeContents, AsnEncodingRules.BER).ReadSequence();
        while (bags.HasData)
        {
            AsnReader bag = bags.ReadSequence();
            string type = bag.ReadObjectIdentifier();
            ReadOnlyMemory<byte> value = Explicit(bag).ReadEncodedValue();
            string? name = bag.HasData ? NameOf(bag.ReadSetOf(skipSortOrderValidation: true)) : null;
            switch (type)
            {
                case Bag + "1":
                    material.Add(new ImportedKey(new SecretBytes(value.Span), name));
                    break;
                case Bag + "2":
                    material.Add(new ImportedKey(EncryptedKey.Decrypt(value, passphrase, budget), name));
                    _decrypted++;
                    break;
                case Bag + "3":
                    ReadCertificate(value, material);
                    break;
                case Bag + "6":
                    ReadBags(value, passphrase, budget, material, depth + 1);
                    break;
                default:
                    // CRL and secret bags are not what a mail key needs.
                    break;
            }
        }
    }

    private static void ReadCertificate(ReadOnlyMemory<byte> bag, ImportMaterial material)
    {
        AsnReader certificate = new AsnReader(bag, AsnEncodingRules.BER).ReadSequence();
        if (certificate.ReadObjectIdentifier() == X509)
        {
            material.Add(Certificate.FromDer(Explicit(certificate).ReadOctetString()));
        }
    }

    private static string? NameOf(AsnReader attributes)
    {
        while (attributes.HasData)
        {
            AsnReader attribute = attributes.ReadSequence();
            if (attribute.ReadObjectIdentifier() == FriendlyName)
            {
                AsnReader values = attribute.ReadSetOf(skipSortOrderValidation: true);
                return values.HasData ? values.ReadCharacterString(UniversalTagNumber.BMPString) : null;
            }
        }

        return null;
    }

    private static AsnReader Explicit(AsnReader reader) => reader.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0));

    // A part in the clear may hold unencrypted keys.
    private static SecretBytes TakeOctets(AsnReader reader)
    {
        byte[] octets = reader.ReadOctetString();
        SecretBytes secret = new(octets);
        CryptographicOperations.ZeroMemory(octets);
        return secret;
    }
}
