using Bridge.Keystore.Storage;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Vault;

/// <summary>
/// Moves the master key from one vault to another. The database says at each moment which copy counts, and names the other
/// place as long as there may be a second one: whoever dies in the middle leaves a keystore that opens, and the next start
/// removes the copy that does not count.
/// </summary>
/// <param name="database">Where it stands which copy counts.</param>
/// <param name="vaults">From where and to where.</param>
/// <param name="gate">Held by the caller of <see cref="Run"/>.</param>
/// <param name="reached">Told each step when it is done; for tests that stop there.</param>
internal sealed class VaultMove(Database database, VaultSet vaults, VaultGate gate, Action<string>? reached)
{
    /// <summary>The steps after which the world looks different, in order.</summary>
    internal static IReadOnlyList<string> Steps { get; } = ["begun", "kept", "committed", "removed", "ended"];

    /// <param name="row">Where the key is.</param>
    /// <param name="key">The key itself.</param>
    /// <param name="target">Kind of the vault that shall have it.</param>
    /// <param name="prepared">That vault, ready.</param>
    internal void Run(VaultRow row, MasterKey key, string target, IPreparedVault prepared)
    {
        if (target == row.Kind)
        {
            // Another passphrase: one file takes the other's place, in one step.
            prepared.Keep(key);
            Tell("kept");
            return;
        }

        database.Write(session => VaultRow.BeginMove(session, target));
        Tell("begun");
        prepared.Keep(key);
        Tell("kept");
        database.Write(session => VaultRow.CommitMove(session, target));
        Tell("committed");
        vaults[row.Kind].Remove(row.KeyId);
        Tell("removed");
        database.Write(VaultRow.EndMove);
        Tell("ended");
    }

    /// <summary>Removes what an unfinished move left. When somebody is at it, or a vault cannot be reached now, another time will do.</summary>
    internal void FinishOld()
    {
        if (database.Read(VaultRow.Read)?.Other is null)
        {
            return;
        }

        try
        {
            using IDisposable? pass = gate.TryEnter();
            if (pass is not null)
            {
                FinishOldAlone();
            }
        }
        catch (RefusalException)
        {
        }
    }

    /// <summary>The same for one who is in the gate.</summary>
    internal void FinishOldAlone()
    {
        // The copy that counts has to be there before the other one goes.
        if (database.Read(VaultRow.Read) is { Other: { } other } row && vaults[row.Kind].Holds(row.KeyId))
        {
            vaults[other].Remove(row.KeyId);
            database.Write(VaultRow.EndMove);
        }
    }

    private void Tell(string step) => reached?.Invoke(step);
}
