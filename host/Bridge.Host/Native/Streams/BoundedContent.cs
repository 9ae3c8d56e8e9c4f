using Bridge.Smime.Errors;

namespace Bridge.Host.Native.Streams;

/// <summary>Reads small content, a file that a user picked, as a whole.</summary>
internal static class BoundedContent
{
    /// <summary>Keys and certificates are small; this leaves room for a zip with many of them.</summary>
    private const int MaximumBytes = 16 << 20;

    /// <exception cref="RefusalException">Code <c>limit-exceeded</c>: the content is too large for what it should be.</exception>
    public static byte[] ReadFile(this Stream content)
    {
        using MemoryStream bytes = new();
        byte[] block = new byte[64 * 1024];
        int count;
        while ((count = content.Read(block)) > 0)
        {
            if (bytes.Length + count > MaximumBytes)
            {
                throw new RefusalException(
                    "limit-exceeded", RefusalKind.Usage, "The file is too large.", new Dictionary<string, string> { ["limit"] = "fileBytes" });
            }

            bytes.Write(block, 0, count);
        }

        Array.Clear(block);
        return bytes.ToArray();
    }
}
