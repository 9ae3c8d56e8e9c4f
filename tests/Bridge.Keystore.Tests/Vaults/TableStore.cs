using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.SecretService;

namespace Bridge.Keystore.Tests.Vaults;

/// <summary>A system's secret store in memory.</summary>
internal sealed class TableStore : ISecretStore
{
    private readonly Dictionary<string, byte[]> _secrets = [];

    internal SecretStoreException? Trouble { get; set; }

    public SecretStoreException? FindTrouble() => Trouble;

    public SecretBytes? Look(string name, bool mayAsk, CancellationToken cancellation)
    {
        Require();
        return _secrets.TryGetValue(name, out byte[]? secret) ? new SecretBytes(secret) : null;
    }

    public void Put(string name, string label, ReadOnlySpan<byte> text)
    {
        Require();
        _secrets[name] = text.ToArray();
    }

    public void Delete(string name)
    {
        Require();
        _secrets.Remove(name);
    }

    private void Require()
    {
        if (Trouble is { } trouble)
        {
            throw trouble;
        }
    }
}
