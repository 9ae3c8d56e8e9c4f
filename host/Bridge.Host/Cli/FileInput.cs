using Bridge.Smime.Errors;

namespace Bridge.Host.Cli;

/// <summary>Opens what a command reads: a named file, or stdin for none or <c>-</c>.</summary>
internal static class FileInput
{
    /// <summary>Largest file that is read whole: certificates, keys, revocation lists.</summary>
    private const int MaximumWholeFile = 64 << 20;

    public static Stream Open(string? path, Stream standardInput)
    {
        try
        {
            return path is null or "-"
                ? standardInput
                : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException("file-unreadable", RefusalKind.Usage, $"Cannot read {path}: {e.Message}", inner: e);
        }
    }

    public static byte[] ReadAll(string path)
    {
        using Stream file = Open(path, Stream.Null);
        if (file.Length > MaximumWholeFile)
        {
            throw new RefusalException("limit-exceeded", RefusalKind.Message, $"{path} is larger than {MaximumWholeFile >> 20} MiB.");
        }

        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
