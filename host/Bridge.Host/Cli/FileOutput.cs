using Bridge.Smime.Streams;

namespace Bridge.Host.Cli;

/// <summary>
/// Where a command writes its result: a file that appears whole or not at all, or stdout. The temporary file lies beside
/// the target, readable by its owner only. A device or a pipe is written into, and stays what it is; a link keeps leading where it leads.
/// </summary>
internal sealed class FileOutput : IDisposable
{
    private readonly string? _target;
    private readonly string? _temporary;

    private FileOutput(Stream stream, string? target, string? temporary)
    {
        Stream = stream;
        _target = target;
        _temporary = temporary;
    }

    public Stream Stream { get; }

    public static FileOutput Open(string? path, Stream standardOutput)
    {
        if (path is null or "-")
        {
            return new FileOutput(standardOutput, null, null);
        }

        string target = Path.GetFullPath(path);
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            if (OpenSpecial(target) is { } special)
            {
                return new FileOutput(special, null, null);
            }

            target = File.ResolveLinkTarget(target, returnFinalTarget: true)?.FullName ?? target;
        }

        string temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}");
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileOutput(new FileStream(temporary, options), target, temporary);
    }

    /// <summary>Makes the result visible under its name. Without this call nothing stays behind.</summary>
    public void Commit()
    {
        if (_temporary is not null)
        {
            Stream.Dispose();
            File.Move(_temporary, _target!, overwrite: true);
        }
        else
        {
            Stream.Flush();
        }
    }

    /// <summary>Opens what is no ordinary file: a device by its folder, a pipe because it has no position.</summary>
    private static Special? OpenSpecial(string target)
    {
        FileStream stream = new(target, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 });
        if (!stream.CanSeek || (target.StartsWith("/dev/", StringComparison.Ordinal) && !target.StartsWith("/dev/shm/", StringComparison.Ordinal)))
        {
            return new Special(stream);
        }

        stream.Dispose();
        return null;
    }

    public void Dispose()
    {
        if (_temporary is not null)
        {
            Stream.Dispose();
            File.Delete(_temporary);
        }
        else if (Stream is Special)
        {
            Stream.Dispose();
        }
    }

    // What was written into it cannot be taken back, even where the system lets its position be set.
    private sealed class Special(FileStream stream) : WriteOnlyStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => stream.Write(buffer);

        protected override void Dispose(bool disposing)
        {
            stream.Dispose();
            base.Dispose(disposing);
        }
    }
}
