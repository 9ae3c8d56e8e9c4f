using Bridge.Keystore.Storage;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Vault;

/// <summary>
/// The master key of one keystore, wherever it is: found in its vault for each use, or unlocked once and held for a while where
/// that needs the user's passphrase; created when the first secret is stored; moved when the user wants another protection.
/// </summary>
internal sealed class MasterKeys(
    Database database, VaultSet vaults, VaultGate gate, UnlockedKey unlocked, ISecretPrompt prompt, TimeProvider clock, Action<string>? reached = null)
{
    private readonly SharedUnlock _shared = new();
    private readonly VaultMove _move = new(database, vaults, gate, reached);

    /// <summary>The key that the keystore is bound to; the caller disposes it.</summary>
    /// <exception cref="RefusalException"><c>key-locked</c>, <c>prompt-dismissed</c>, <c>passphrase-wrong</c>.</exception>
    internal MasterKey Open(KeyNeed need)
    {
        while (true)
        {
            VaultRow row = Row() ?? throw VaultRefusals.Missing();
            try
            {
                return Find(row, need);
            }
            catch (RefusalException e) when (e.Code == "key-locked" && Row()?.Kind != row.Kind)
            {
                // It was moved while it was looked for: it is in the new place.
            }
        }
    }

    /// <summary>The same; the first call of a keystore's life creates the key.</summary>
    internal MasterKey OpenOrCreate(KeyNeed need) => Row() is null && Create(need) is { } created ? created : Open(need);

    /// <summary>Null when the key can be had, or nobody but the user's passphrase is missing; else why not, as in <c>key-locked</c>.</summary>
    internal string? FindTrouble()
    {
        if (Row() is not { } row)
        {
            return null;
        }

        try
        {
            IVault vault = VaultOf(row);
            if (vault.Holds(row.KeyId))
            {
                return null;
            }

            using MasterKey? other = vault.Asks ? null : vault.Find(null, default);
            return other is null ? "key-missing" : "key-other";
        }
        catch (RefusalException e) when (e.Code == "key-locked")
        {
            return e.Parameters["reason"];
        }
    }

    /// <summary>Where the key is, or will be when there is one.</summary>
    internal string Kind => Row()?.Kind ?? vaults.ForNew().Kind;

    /// <summary>True when the next use will ask the user.</summary>
    internal bool IsLocked => Row() is { } row && vaults.Find(row.Kind)?.Asks == true && !unlocked.IsOpen;

    internal void FinishOldMove() => _move.FinishOld();

    /// <summary>Forgets what was unlocked, here and in every other process on this keystore.</summary>
    internal void Lock()
    {
        unlocked.Lock();
        database.Write(VaultRow.Lock);
    }

    /// <summary>Puts the key into another vault, or under another passphrase.</summary>
    /// <exception cref="RefusalException"><c>vault-unavailable</c>: that one does not work here; nothing was changed.</exception>
    internal void Protect(string kind)
    {
        KeyNeed need = new(SecretUse.Protect);
        IVault target = vaults[kind];
        if (target.FindTrouble() is { } trouble)
        {
            throw VaultRefusals.Unavailable(kind, trouble);
        }

        using IDisposable pass = gate.Enter();
        if (Row() is not { } row)
        {
            CreateAlone(target, need).Dispose();
            return;
        }

        if (row.Kind == kind && !target.Asks)
        {
            return;
        }

        _move.FinishOldAlone();
        // Asked also when it is unlocked: whoever finds the machine unattended must not be able to change the lock.
        using MasterKey key = Require(VaultOf(row).Find(row.KeyId, need), row.KeyId);
        using IPreparedVault prepared = target.Prepare(need);
        _move.Run(row, key, kind, prepared);
        unlocked.Lock();
        if (target.Asks)
        {
            unlocked.Hold(key, Row()!);
        }
    }

    private VaultRow? Row() => VaultRow.Recall(database);

    private IVault VaultOf(VaultRow row) => vaults.Find(row.Kind)
        ?? throw VaultRefusals.Closed("vault-absent", row.Kind);

    private MasterKey Find(VaultRow row, KeyNeed need)
    {
        IVault vault = VaultOf(row);
        return vault.Asks
            ? _shared.Open(() => unlocked.Borrow(row), () => Unlock(vault, row, need), prompt.Cancellation)
            : Require(vault.Find(row.KeyId, need), row.KeyId);
    }

    private MasterKey Unlock(IVault vault, VaultRow row, KeyNeed need)
    {
        MasterKey key = Require(vault.Find(row.KeyId, need), row.KeyId);
        unlocked.Hold(key, row);
        return key;
    }

    private MasterKey? Create(KeyNeed need)
    {
        using IDisposable pass = gate.Enter();
        return Row() is null ? CreateAlone(vaults.ForNew(), need) : null;
    }

    // Key first, then the row that binds the keystore to it: a key file that a crash left between is taken up by the next call.
    private MasterKey CreateAlone(IVault vault, KeyNeed need)
    {
        IVault files = vaults[VaultKinds.KeyFile];
        if (files.Find(null, need) is { } left)
        {
            Bind(files.Kind, left);
            return left;
        }

        MasterKey fresh = MasterKey.Generate();
        try
        {
            using IPreparedVault prepared = vault.Prepare(need);
            prepared.Keep(fresh);
            Bind(vault.Kind, fresh);
            return fresh;
        }
        catch
        {
            fresh.Dispose();
            throw;
        }
    }

    private void Bind(string kind, MasterKey key) => database.Write(session => VaultRow.Insert(session, kind, key.Id, clock.GetUtcNow()));

    private static MasterKey Require(MasterKey? key, string id)
    {
        if (key?.Id == id)
        {
            return key;
        }

        key?.Dispose();
        throw key is null ? VaultRefusals.Missing() : VaultRefusals.Other();
    }
}
