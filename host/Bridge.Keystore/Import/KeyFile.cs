using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Keystore.Vault;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Import;

/// <summary>
/// Reads any file in which people get their keys: PKCS#12 of every age, PKCS#8 and traditional keys as PEM or DER, PEM
/// bundles, and the CA's zip with one of these inside. The file's structure decides, not its name.
/// </summary>
internal sealed class KeyFile(string fileName, ReadOnlyMemory<char> passphrase)
{
    private readonly IterationBudget _budget = new();

    /// <exception cref="RefusalException"><c>passphrase-wrong</c>, <c>file-unreadable</c>, <c>limit-exceeded</c>.</exception>
    internal ImportMaterial Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length > ImportLimits.FileBytes)
        {
            throw ImportRefusals.Limit("import-bytes", file.Length, ImportLimits.FileBytes);
        }

        try
        {
            return FileKinds.Recognise(file) == FileKind.Zip ? KeyArchive.Read(file, this) : ReadOne(file);
        }
        catch (NotSupportedException e)
        {
            throw ImportRefusals.Unreadable(fileName, $"Not readable here: {e.Message}.", e);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or MalformedException or FormatException
            or InvalidDataException or OverflowException or ArgumentException)
        {
            throw ImportRefusals.Unreadable(fileName, "Damaged, or not a file with keys or certificates.", e);
        }
    }

    /// <summary>Reads one file that is no archive.</summary>
    internal ImportMaterial ReadOne(ReadOnlyMemory<byte> file)
    {
        IReadOnlyList<PemBlock> blocks = Pem.Read(file);
        try
        {
            if (blocks.Count > 0)
            {
                return ReadBlocks(blocks);
            }

            FileKind kind = FileKinds.Recognise(file);
            return kind == FileKind.Unknown && Pem.ReadBare(file.Span) is { } bare
                ? ReadBinary(bare, FileKinds.Recognise(bare))
                : ReadBinary(file, kind);
        }
        finally
        {
            foreach (PemBlock block in blocks)
            {
                CryptographicOperations.ZeroMemory(block.Content);
            }
        }
    }

    private ImportMaterial ReadBinary(ReadOnlyMemory<byte> file, FileKind kind)
    {
        if (kind == FileKind.Pkcs12)
        {
            return ReadPkcs12(file);
        }

        ImportMaterial material = new();
        switch (kind)
        {
            case FileKind.Pkcs8:
                material.Add(new ImportedKey(new SecretBytes(file.Span), null));
                break;
            case FileKind.EncryptedPkcs8:
                material.Add(new ImportedKey(TryForms(form => EncryptedKey.Decrypt(file, form, _budget)), null));
                break;
            case FileKind.RsaKey:
                material.Add(new ImportedKey(TraditionalKeys.FromRsa(file.Span), null));
                break;
            case FileKind.EcKey:
                material.Add(new ImportedKey(TraditionalKeys.FromEc(file), null));
                break;
            case FileKind.Certificate or FileKind.Pkcs7:
                CertificateFile.ReadBinary(file).ToList().ForEach(material.Add);
                break;
            default:
                throw new FormatException("None of the known kinds of file.");
        }

        return material;
    }

    private ImportMaterial ReadBlocks(IReadOnlyList<PemBlock> blocks)
    {
        ImportMaterial material = new();
        try
        {
            foreach (PemBlock block in blocks)
            {
                if (ReadKey(block) is { } key)
                {
                    material.Add(new ImportedKey(key, null));
                }
                else if (block.Label is "PKCS12" or "PFX")
                {
                    material.Add(ReadPkcs12(block.Content));
                }
                else
                {
                    CertificateFile.ReadBlock(block).ToList().ForEach(material.Add);
                }
            }

            return material.Keys.Count + material.Certificates.Count > 0 ? material : throw new FormatException("Neither key nor certificate in it.");
        }
        catch
        {
            material.Dispose();
            throw;
        }
    }

    private SecretBytes? ReadKey(PemBlock block) => block.Label switch
    {
        "PRIVATE KEY" => new SecretBytes(block.Content),
        "ENCRYPTED PRIVATE KEY" => TryForms(form => EncryptedKey.Decrypt(block.Content, form, _budget)),
        "RSA PRIVATE KEY" => ReadTraditional(block, FileKind.RsaKey, key => TraditionalKeys.FromRsa(key.Span)),
        "EC PRIVATE KEY" => ReadTraditional(block, FileKind.EcKey, TraditionalKeys.FromEc),
        _ => null,
    };

    private SecretBytes ReadTraditional(PemBlock block, FileKind expected, Func<ReadOnlyMemory<byte>, SecretBytes> wrap) =>
        !block.Headers.ContainsKey("DEK-Info") ? wrap(block.Content) : TryForms(form =>
        {
            using SecretBytes plain = TraditionalKeys.Decrypt(block, form)!;
            return FileKinds.Recognise(plain.Memory) == expected ? wrap(plain.Memory) : throw new PassphraseMismatchException();
        });

    private ImportMaterial ReadPkcs12(ReadOnlyMemory<byte> file)
    {
        Pkcs12Reader reader = Pkcs12Reader.Parse(file);
        try
        {
            return TryForms(form => reader.Read(form, _budget));
        }
        catch (RefusalException e) when (e.Code == "passphrase-wrong" && PassphraseForm.Of(passphrase).Any(f => OpensAltered(reader, f)))
        {
            throw ImportRefusals.Unreadable(fileName, "The file was altered: the passphrase fits, the integrity check does not.", e);
        }
    }

    private bool OpensAltered(Pkcs12Reader reader, PassphraseForm form)
    {
        using (form)
        {
            return reader.OpensDespiteMac(form, _budget);
        }
    }

    private T TryForms<T>(Func<PassphraseForm, T> open)
    {
        PassphraseMismatchException? last = null;
        foreach (PassphraseForm form in PassphraseForm.Of(passphrase))
        {
            using (form)
            {
                try
                {
                    return open(form);
                }
                catch (PassphraseMismatchException e)
                {
                    last = e;
                }
            }
        }

        throw ImportRefusals.WrongPassphrase(!passphrase.IsEmpty, last);
    }
}
