namespace Bridge.Host.Cli;

/// <summary>One message to be read: where it is, and its bytes.</summary>
internal sealed record MailItem(string Name, Func<Stream> Open);

/// <summary>Finds the messages in files and folders: <c>.eml</c>, mbox, Maildir.</summary>
internal static class MailFiles
{
    public static IEnumerable<MailItem> Enumerate(IEnumerable<string> paths) => paths.SelectMany(Of);

    private static IEnumerable<MailItem> Of(string path)
    {
        if (!Directory.Exists(path))
        {
            return OfFile(path);
        }

        // Deliveries under way lie in a Maildir's tmp; they are nobody's mail yet.
        EnumerationOptions options = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return Directory.EnumerateFiles(path, "*", options)
            .Where(f => Path.GetFileName(Path.GetDirectoryName(f)) != "tmp" && IsMail(f))
            .Order(StringComparer.Ordinal)
            .SelectMany(OfFile);
    }

    private static bool IsMail(string file) =>
        Path.GetFileName(Path.GetDirectoryName(file)) is "cur" or "new"
        || Path.GetExtension(file).ToLowerInvariant() is ".eml" or ".mbox" or ".mbx"
        || (Path.GetExtension(file).Length == 0 && StartsAsMbox(file));

    private static IEnumerable<MailItem> OfFile(string file)
    {
        if (!StartsAsMbox(file))
        {
            return [new MailItem(file, () => FileInput.Open(file, Stream.Null))];
        }

        return Mbox.Split(file).Select((range, number) =>
            new MailItem($"{file}#{number + 1}", () => new FileSlice(FileInput.Open(file, Stream.Null), range.Start, range.Length)));
    }

    private static bool StartsAsMbox(string file)
    {
        using Stream stream = FileInput.Open(file, Stream.Null);
        Span<byte> start = stackalloc byte[5];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("From "u8);
    }
}
