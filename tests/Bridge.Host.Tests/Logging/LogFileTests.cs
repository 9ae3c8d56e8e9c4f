using Bridge.Host.Logging;

namespace Bridge.Host.Tests.Logging;

public sealed class LogFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("smime-bridge-log-").FullName;

    private string Log => Path.Combine(_folder, "log", "smime-bridge.log");

    [Fact]
    public void Only_the_user_can_read_it_and_light_lines_are_dropped()
    {
        LogFile log = new(Log, LogLevel.Warning, TimeProvider.System);
        log.Write(LogLevel.Information, "light");
        log.Write(LogLevel.Error, "heavy");
        string text = File.ReadAllText(Log);
        Assert.Contains("error heavy", text, StringComparison.Ordinal);
        Assert.DoesNotContain("light", text, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Log));
    }

    [Fact]
    public void It_keeps_to_its_size()
    {
        LogFile log = new(Log, LogLevel.Debug, TimeProvider.System, maximumBytes: 2000);
        for (int i = 0; i < 200; i++)
        {
            log.Write(LogLevel.Debug, new string('x', 50));
        }

        Assert.InRange(new FileInfo(Log).Length, 1, 2000);
        Assert.InRange(new FileInfo(Log + ".1").Length, 1, 2000);
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(Log)!).Length);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_no_fault()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        new LogFile(Path.Combine(file, "log", "x.log"), LogLevel.Debug, TimeProvider.System).Write(LogLevel.Error, "lost");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
