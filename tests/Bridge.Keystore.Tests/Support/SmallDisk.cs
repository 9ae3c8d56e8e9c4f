namespace Bridge.Keystore.Tests.Support;

/// <summary>A file system in memory of a chosen size; needs the right to mount one (the machine that tests has it).</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    internal string Folder { get; }

    internal static SmallDisk Mount(string options)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"bridge-disk-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        (int code, _, string error) = Tool.Try("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder);
        if (code != 0)
        {
            Directory.Delete(folder);
            Assert.Skip($"This user may not mount a file system: {error.Trim()}. The simulated full database is tested all the same.");
        }

        return new SmallDisk(folder);
    }

    internal void Remount(string options) => Tool.Run("mount", "-o", $"remount,{options}", Folder);

    public void Dispose()
    {
        Tool.Run("umount", Folder);
        Directory.Delete(Folder);
    }
}
