using System.Formats.Asn1;
using Bridge.Keystore.Vault;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Import;

/// <summary>What a file is as far as its structure tells, without a passphrase.</summary>
public enum KeyFileKind
{
    /// <summary>Nothing that could be set up.</summary>
    None,
    /// <summary>PKCS#12, or a zip with one inside.</summary>
    Pkcs12,
}

/// <summary>
/// Looks at a file that somebody mailed. No passphrase is tried and no key is derived: what a stranger sends must not cost
/// more than reading it.
/// </summary>
public static class KeyFileInspection
{
    public static KeyFileKind Look(ReadOnlyMemory<byte> file)
    {
        if (file.Length > ImportLimits.FileBytes)
        {
            return KeyFileKind.None;
        }

        try
        {
            return FileKinds.Recognise(file) == FileKind.Zip ? LookInside(file) : LookAt(file);
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or RefusalException or ArgumentException or OverflowException)
        {
            // An archive that cannot be unpacked, or that unpacks to too much.
            return KeyFileKind.None;
        }
    }

    private static KeyFileKind LookInside(ReadOnlyMemory<byte> archive)
    {
        foreach (SecretBytes entry in KeyArchive.Entries(archive))
        {
            using (entry)
            {
                if (LookAt(entry.Memory) is var kind and not KeyFileKind.None)
                {
                    return kind;
                }
            }
        }

        return KeyFileKind.None;
    }

    private static KeyFileKind LookAt(ReadOnlyMemory<byte> file)
    {
        try
        {
            if (FileKinds.Recognise(file) == FileKind.Pkcs12)
            {
                _ = Pkcs12Reader.Parse(file);
                return KeyFileKind.Pkcs12;
            }
        }
        catch (Exception e) when (e is AsnContentException or NotSupportedException)
        {
            // It only begins like one.
        }

        return KeyFileKind.None;
    }
}
