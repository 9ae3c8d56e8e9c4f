using System.Formats.Asn1;
using Bridge.Keystore.Vault;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Import;

/// <summary>What a file is as far as its structure tells, without a passphrase.</summary>
public enum KeyFileKind
{
    /// <summary>Nothing that could be set up.</summary>
    None,
    /// <summary>PKCS#12, or a zip with one inside.</summary>
    Pkcs12,
    /// <summary>The certificate for a key that waits here.</summary>
    Answer,
}

/// <summary>
/// Looks at a file that somebody mailed. No passphrase is tried and no key is derived: what a stranger sends must not cost
/// more than reading it.
/// </summary>
public static class KeyFileInspection
{
    /// <param name="file">Its content; its name is not asked.</param>
    /// <param name="areAnswer">Whether certificates answer a request that waits; see <see cref="KeyRequests.AreAnswer"/>.</param>
    public static KeyFileKind Look(ReadOnlyMemory<byte> file, Func<IReadOnlyList<Certificate>, bool> areAnswer)
    {
        if (file.Length > ImportLimits.FileBytes)
        {
            return KeyFileKind.None;
        }

        try
        {
            return FileKinds.Recognise(file) == FileKind.Zip ? LookInside(file, areAnswer) : LookAt(file, areAnswer);
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or RefusalException or ArgumentException or OverflowException)
        {
            // An archive that cannot be unpacked, or that unpacks to too much.
            return KeyFileKind.None;
        }
    }

    private static KeyFileKind LookInside(ReadOnlyMemory<byte> archive, Func<IReadOnlyList<Certificate>, bool> areAnswer)
    {
        foreach (SecretBytes entry in KeyArchive.Entries(archive))
        {
            using (entry)
            {
                if (LookAt(entry.Memory, areAnswer) is var kind and not KeyFileKind.None)
                {
                    return kind;
                }
            }
        }

        return KeyFileKind.None;
    }

    private static KeyFileKind LookAt(ReadOnlyMemory<byte> file, Func<IReadOnlyList<Certificate>, bool> areAnswer)
    {
        try
        {
            if (FileKinds.Recognise(file) == FileKind.Pkcs12)
            {
                _ = Pkcs12Reader.Parse(file);
                return KeyFileKind.Pkcs12;
            }

            return areAnswer(CertificateFile.Read(file, string.Empty)) ? KeyFileKind.Answer : KeyFileKind.None;
        }
        catch (Exception e) when (e is AsnContentException or NotSupportedException or RefusalException { Code: "file-unreadable" or "limit-exceeded" })
        {
            // It only begins like one.
            return KeyFileKind.None;
        }
    }
}
