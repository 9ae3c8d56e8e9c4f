namespace Bridge.Keystore.Tests.Support;

/// <summary>Files that other versions or programs made, in <c>tests/vectors</c>.</summary>
internal static class Vectors
{
    internal static void Copy(string target, params string[] names)
    {
        foreach (string file in Directory.GetFiles(Folder(names)))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }
    }

    internal static string Folder(params string[] names)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Bridge.sln")))
            {
                return Path.Combine([at.FullName, "tests", "vectors", .. names]);
            }
        }

        throw new InvalidOperationException("These tests run inside the repository.");
    }
}
