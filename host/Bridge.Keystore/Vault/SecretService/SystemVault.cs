using System.Text;
using Bridge.Keystore.Vault.Prompting;

namespace Bridge.Keystore.Vault.SecretService;

/// <summary>
/// The master key in a store of the operating system, which opens with the user's login. The folder alone is useless to
/// somebody who copies it; with a copy on the same machine and account it opens, and the key stays while one folder needs it.
/// </summary>
/// <param name="kind">One of <see cref="VaultKinds"/>.</param>
/// <param name="store">The operating system's.</param>
/// <param name="folder">Of the keystore: kept with the key, so that a copy of the folder does not take the original's key away.</param>
/// <param name="prompt">Whose cancellation ends the waiting for the system's own question.</param>
internal sealed class SystemVault(string kind, ISecretStore store, string folder, ISecretPrompt prompt) : IVault
{
    private const string Database = "keystore.db";

    public string Kind => kind;

    public bool Asks => false;

    public string? FindTrouble()
    {
        if (store.FindTrouble() is { } trouble)
        {
            return trouble.Reason;
        }

        try
        {
            TryOut();
            return null;
        }
        catch (SecretStoreException e)
        {
            return e.Reason;
        }
    }

    public MasterKey? Find(string? keyId, KeyNeed need)
    {
        if (keyId is null)
        {
            return null;
        }

        using SecretBytes? text = Guard(() => store.Look(keyId, mayAsk: true, prompt.Cancellation));
        return text is null ? null : Parse(text.Span).Key ?? throw VaultRefusals.Damaged("The master key in the system's vault");
    }

    public bool Holds(string keyId)
    {
        using SecretBytes? text = Guard(() => store.Look(keyId, mayAsk: false, prompt.Cancellation));
        using MasterKey? key = text is null ? null : Parse(text.Span).Key;
        return key?.Id == keyId;
    }

    public IPreparedVault Prepare(KeyNeed need) => new ReadyVault(Keep);

    public void Remove(string keyId)
    {
        using SecretBytes? text = Guard(() => store.Look(keyId, mayAsk: true, prompt.Cancellation));
        if (text is not null && IsOurs(Parse(text.Span).Folder))
        {
            Guard(() => Delete(keyId));
        }
    }

    private void Keep(MasterKey key)
    {
        byte[] place = Encoding.UTF8.GetBytes(" " + folder);
        using SecretBytes text = new(MasterKeyText.Length + place.Length);
        MasterKeyText.Write(key, text.Span);
        place.CopyTo(text.Span[MasterKeyText.Length..]);
        Guard(() => Put(key.Id, text));
        if (!Holds(key.Id))
        {
            throw VaultRefusals.Closed("vault-failing", "What was stored did not come back.");
        }
    }

    private static (MasterKey? Key, string Folder) Parse(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)' ');
        return end < 0 ? (null, "") : (MasterKeyText.Parse(text[..end]), Encoding.UTF8.GetString(text[(end + 1)..]));
    }

    // The folder may have been moved: then nobody else needs the key any more.
    private bool IsOurs(string owner) => owner == folder || !File.Exists(Path.Combine(owner, Database));

    // Stored, read and deleted for real: a store that is there may still not work.
    private void TryOut()
    {
        string name = "probe-" + Guid.NewGuid().ToString("N");
        using SecretBytes text = new("probe"u8);
        Put(name, text);
        using SecretBytes? back = store.Look(name, mayAsk: false, CancellationToken.None);
        store.Delete(name);
        if (back?.Span.SequenceEqual(text.Span) != true)
        {
            throw new SecretStoreException("vault-failing", "What was stored did not come back.");
        }
    }

    private bool Put(string name, SecretBytes text)
    {
        store.Put(name, "S/MIME Bridge master key", text.Span);
        return true;
    }

    private bool Delete(string name)
    {
        store.Delete(name);
        return true;
    }

    private static T Guard<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (SecretStoreException e)
        {
            throw VaultRefusals.Closed(e.Reason, e.Message);
        }
    }
}
