using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Vault.Passphrases;

/// <summary>
/// The master key sealed under a passphrase of the user's, in a file beside the database: the whole folder is useless without
/// the passphrase.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="prompt">Who is asked.</param>
/// <param name="throttle">Slows down wrong ones.</param>
/// <param name="cost">Of a new seal; an old one has its own.</param>
internal sealed class PassphraseVault(string path, ISecretPrompt prompt, UnlockThrottle throttle, Argon2Cost cost) : IVault
{
    private readonly FileOfKey _file = new(path, "The sealed master key");

    public string Kind => VaultKinds.Passphrase;

    public bool Asks => true;

    public string? FindTrouble() => null;

    public MasterKey? Find(string? keyId, KeyNeed need)
    {
        if (ReadRecord() is not { } record)
        {
            return null;
        }

        SecretQuestion question = new(SecretKind.KeystorePassphrase, need.Use, need.Key);
        for (int attempt = 1; attempt <= SharedUnlock.Attempts; attempt++)
        {
            using SecretBytes passphrase = prompt.Ask(question) ?? throw SharedUnlock.Dismissed();
            throttle.BeforeTry(prompt.Cancellation);
            if (record.Open(passphrase.Span) is { } key)
            {
                throttle.Forget();
                return key;
            }

            question = question.Again();
        }

        throw new RefusalException("passphrase-wrong", RefusalKind.Key, "The passphrase does not open the keystore.", new Dictionary<string, string> { ["given"] = "true" });
    }

    public bool Holds(string keyId) => ReadRecord()?.KeyId == keyId;

    /// <summary>Asks for the new passphrase.</summary>
    public IPreparedVault Prepare(KeyNeed need) =>
        new Prepared(this, prompt.Ask(new SecretQuestion(SecretKind.NewKeystorePassphrase, need.Use, need.Key)) ?? throw SharedUnlock.Dismissed());

    public void Remove(string keyId)
    {
        if (Holds(keyId))
        {
            _file.Remove();
        }
    }

    private void Keep(MasterKey key, SecretBytes passphrase)
    {
        if (ReadRecord() is { } present && present.KeyId != key.Id)
        {
            throw VaultRefusals.Other();
        }

        PassphraseRecord record = PassphraseRecord.Seal(key, passphrase.Span, cost);
        using (MasterKey? again = record.Open(passphrase.Span))
        {
            if (again?.Id != key.Id)
            {
                throw VaultRefusals.Damaged("The sealed master key");
            }
        }

        _file.Write(record.Write(), replace: true);
        throttle.Forget();
    }

    private PassphraseRecord? ReadRecord()
    {
        using SecretBytes? content = _file.Read();
        return content is null ? null : PassphraseRecord.Parse(content.Span) ?? throw VaultRefusals.Damaged("The sealed master key");
    }

    private sealed class Prepared(PassphraseVault vault, SecretBytes passphrase) : IPreparedVault
    {
        public void Keep(MasterKey key) => vault.Keep(key, passphrase);

        public void Dispose() => passphrase.Dispose();
    }
}
