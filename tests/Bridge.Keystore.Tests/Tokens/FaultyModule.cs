namespace Bridge.Keystore.Tests.Tokens;

/// <summary>A module whose faults are switched on and off while it runs; see <c>faulty-module.c</c>.</summary>
internal sealed class FaultyModule(string path, string faults) : IDisposable
{
    internal string Path { get; } = path;

    /// <summary>The faults from now on; none for a module that works.</summary>
    internal void Fail(params string[] words) => File.WriteAllText(faults, string.Join(' ', words));

    public void Dispose() => Fail();
}
