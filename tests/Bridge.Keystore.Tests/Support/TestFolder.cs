using Bridge.Keystore.Storage;

namespace Bridge.Keystore.Tests.Support;

/// <summary>A keystore home of its own in the temporary directory, gone at the end of the test.</summary>
internal sealed class TestFolder : IDisposable
{
    internal TestFolder() => Home = Path.Combine(Path.GetTempPath(), $"bridge-keystore-{Guid.NewGuid():N}", "home");

    internal string Home { get; }

    internal string Database => Path.Combine(Home, "keystore.db");

    internal string KeyFile => Path.Combine(Home, "master.key");

    /// <summary>A path beside the home, for files to import.</summary>
    internal string Beside(string name)
    {
        string folder = Path.GetDirectoryName(Home)!;
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, name);
    }

    internal KeystoreHome Open(TimeProvider? clock = null) => KeystoreHome.Open(Home, clock ?? TimeProvider.System);

    internal KeystoreHome Open(StorageOptions options) => KeystoreHome.Open(Home, TimeProvider.System, options);

    public void Dispose()
    {
        string folder = Path.GetDirectoryName(Home)!;
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
