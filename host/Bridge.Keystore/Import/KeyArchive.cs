using System.IO.Compression;
using Bridge.Keystore.Vault;

namespace Bridge.Keystore.Import;

/// <summary>The zip in which some authorities mail a key file. Entries are read in memory, bounded whatever their headers claim.</summary>
internal static class KeyArchive
{
    private static readonly string[] s_extensions = [".p12", ".pfx", ".pem", ".key", ".p8", ".der", ".cer", ".crt", ".p7b", ".p7c"];

    internal static ImportMaterial Read(ReadOnlyMemory<byte> file, KeyFile reader)
    {
        ImportMaterial material = new();
        try
        {
            foreach (SecretBytes content in Entries(file))
            {
                using (content)
                {
                    using ImportMaterial part = reader.ReadOne(content.Memory);
                    material.Add(part);
                }
            }

            return material.Keys.Count + material.Certificates.Count > 0 ? material : throw new InvalidDataException("No key file in the archive.");
        }
        catch
        {
            material.Dispose();
            throw;
        }
    }

    /// <summary>The entries that may be key or certificate files, by their names. The caller wipes each.</summary>
    internal static IEnumerable<SecretBytes> Entries(ReadOnlyMemory<byte> file)
    {
        using MemoryStream stream = new(file.ToArray(), writable: false);
        using ZipArchive archive = new(stream, ZipArchiveMode.Read);
        if (archive.Entries.Count > ImportLimits.ArchiveEntries)
        {
            throw ImportRefusals.Limit("import-entries", archive.Entries.Count, ImportLimits.ArchiveEntries);
        }

        foreach (ZipArchiveEntry entry in archive.Entries.Where(IsCandidate))
        {
            yield return ReadBounded(entry);
        }
    }

    private static bool IsCandidate(ZipArchiveEntry entry) =>
        !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)
        && s_extensions.Contains(Path.GetExtension(entry.Name), StringComparer.OrdinalIgnoreCase);

    private static SecretBytes ReadBounded(ZipArchiveEntry entry)
    {
        if (entry.IsEncrypted)
        {
            throw new NotSupportedException("a zip that is itself encrypted; unpack it first");
        }

        using Stream source = entry.Open();
        using SecretBytes buffer = new(ImportLimits.EntryBytes + 1);
        int length = source.ReadAtLeast(buffer.Span, buffer.Length, throwOnEndOfStream: false);
        return length <= ImportLimits.EntryBytes
            ? new SecretBytes(buffer.Span[..length])
            : throw ImportRefusals.Limit("import-bytes", length, ImportLimits.EntryBytes);
    }
}
