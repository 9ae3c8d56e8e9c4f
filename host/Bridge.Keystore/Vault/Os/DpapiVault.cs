using System.Buffers.Text;
using System.Text;

namespace Bridge.Keystore.Vault.Os;

/// <summary>The master key sealed by the Windows account, in a file beside the database: the folder is useless in another account.</summary>
internal sealed class DpapiVault(string path, IDataProtection protection) : IVault
{
    private const string Heading = "S/MIME Bridge master key under a Windows account, version 1";

    private readonly FileOfKey _file = new(path, "The sealed master key");

    public string Kind => VaultKinds.Dpapi;

    public bool Asks => false;

    public string? FindTrouble()
    {
        try
        {
            using SecretBytes? back = protection.Open(protection.Seal("probe"u8, "probe"u8), "probe"u8);
            return back?.Span.SequenceEqual("probe"u8) == true ? null : "vault-failing";
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or IOException)
        {
            return "vault-absent";
        }
    }

    public MasterKey? Find(string? keyId, KeyNeed need)
    {
        if (Read() is not var (id, box))
        {
            return null;
        }

        using SecretBytes bytes = protection.Open(box, Binding(id))
            ?? throw VaultRefusals.Closed("vault-failing", "the Windows account does not open the key. Was the folder copied from another account or machine?");
        return bytes.Length == MasterKey.Size ? new MasterKey(bytes.Span) : throw VaultRefusals.Damaged("The sealed master key");
    }

    public bool Holds(string keyId) => Read()?.Id == keyId;

    public IPreparedVault Prepare(KeyNeed need) => new ReadyVault(Keep);

    public void Remove(string keyId)
    {
        if (Holds(keyId))
        {
            _file.Remove();
        }
    }

    private void Keep(MasterKey key)
    {
        byte[] box = protection.Seal(key.Bytes, Binding(key.Id));
        _file.Write(Encoding.ASCII.GetBytes($"{Heading}\n{key.Id}\n{Convert.ToBase64String(box)}\n"), replace: false);
        using MasterKey? kept = Find(null, default);
        if (kept?.Id != key.Id)
        {
            throw VaultRefusals.Other();
        }
    }

    private (string Id, byte[] Box)? Read()
    {
        using SecretBytes? content = _file.Read();
        if (content is null)
        {
            return null;
        }

        string[] lines = Encoding.ASCII.GetString(content.Span).Split('\n', StringSplitOptions.TrimEntries);
        return lines.Length >= 3 && lines[0] == Heading && Base64.IsValid(lines[2])
            ? (lines[1], Convert.FromBase64String(lines[2]))
            : throw VaultRefusals.Damaged("The sealed master key");
    }

    private static byte[] Binding(string keyId) => Encoding.ASCII.GetBytes($"smime-bridge master key {keyId}");
}
