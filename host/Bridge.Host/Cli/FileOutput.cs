namespace Bridge.Host.Cli;

/// <summary>
/// Where a command writes its result: a file that appears whole or not at all, or stdout. The temporary file lies beside
/// the target, readable by its owner only.
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

    public void Dispose()
    {
        if (_temporary is not null)
        {
            Stream.Dispose();
            File.Delete(_temporary);
        }
    }
}
