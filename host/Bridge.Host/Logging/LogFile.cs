using System.Globalization;
using System.Text;

namespace Bridge.Host.Logging;

/// <summary>
/// A log file of bounded size that only the user can read; when full it becomes <c>.1</c> and a new one begins. Several
/// processes may append to it.
/// </summary>
/// <param name="path">The file; its folder is made when the first line is written.</param>
/// <param name="threshold">Lines below this level are dropped.</param>
/// <param name="clock">Time stamps.</param>
/// <param name="maximumBytes">When to begin a new file.</param>
internal sealed class LogFile(string path, LogLevel threshold, TimeProvider clock, long maximumBytes = 1 << 20) : ILogSink
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode700 = FileMode600 | UnixFileMode.UserExecute;

    private readonly Lock _lock = new();

    public void Write(LogLevel level, string text)
    {
        if (level < threshold)
        {
            return;
        }

        string time = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        byte[] line = Encoding.UTF8.GetBytes($"{time} {Environment.ProcessId} {level.ToString().ToLowerInvariant()} {text.ReplaceLineEndings("\n  ")}\n");
        lock (_lock)
        {
            try
            {
                Append(line);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // There is nobody to tell: the log is what would have told it.
            }
        }
    }

    private void Append(byte[] line)
    {
        if (new FileInfo(path) is { Exists: true } file && file.Length + line.Length > maximumBytes)
        {
            File.Move(path, path + ".1", overwrite: true);
        }

        MakeFolder(Path.GetDirectoryName(path)!);
        using FileStream stream = new(path, Options());
        stream.Write(line);
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, FolderMode700);
        }
    }

    private static FileStreamOptions Options()
    {
        FileStreamOptions options = new() { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode600;
        }

        return options;
    }
}
