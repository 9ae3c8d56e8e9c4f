namespace Bridge.Keystore.Vault;

/// <summary>
/// The master key in a file of mode 0600 beside the database: the default of last resort. It keeps the keystore useless to
/// someone who copies the database alone (a backup, a synchronised folder), not to someone who can read everything of the user's.
/// </summary>
internal sealed class KeyFileVault(string path) : IVault
{
    private readonly FileOfKey _file = new(path, "The master key file");

    private static ReadOnlySpan<byte> Heading => "S/MIME Bridge master key, version 1. Keep it secret; without it the keys are lost.\n"u8;

    public string Kind => VaultKinds.KeyFile;

    public bool Asks => false;

    public string? FindTrouble() => null;

    public MasterKey? Find(string? keyId, KeyNeed need)
    {
        using SecretBytes? content = _file.Read();
        return content is null ? null : Parse(content.Span) ?? throw VaultRefusals.Damaged("The master key file");
    }

    public bool Holds(string keyId)
    {
        using MasterKey? key = Find(keyId, default);
        return key?.Id == keyId;
    }

    public IPreparedVault Prepare(KeyNeed need) => new ReadyVault(Keep);

    public void Remove(string keyId)
    {
        if (_file.Exists && Holds(keyId))
        {
            _file.Remove();
        }
    }

    private void Keep(MasterKey key)
    {
        using SecretBytes text = Format(key);
        _file.Write(text.Span, replace: false);
        if (!Holds(key.Id))
        {
            throw VaultRefusals.Other();
        }
    }

    private static SecretBytes Format(MasterKey key)
    {
        SecretBytes text = new(Heading.Length + MasterKeyText.Length + 1);
        Heading.CopyTo(text.Span);
        MasterKeyText.Write(key, text.Span[Heading.Length..]);
        text.Span[^1] = (byte)'\n';
        return text;
    }

    private static MasterKey? Parse(ReadOnlySpan<byte> content) =>
        content.StartsWith(Heading) ? MasterKeyText.Parse(content[Heading.Length..].Trim(" \t\r\n"u8)) : null;
}
