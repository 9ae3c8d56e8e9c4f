using System.Diagnostics;
using Bridge.Keystore.Storage;

namespace Bridge.Keystore.Vault;

/// <summary>Lets one process at a time change where the master key is. The operating system frees it when a process dies.</summary>
internal sealed class VaultGate(string path, TimeSpan patience)
{
    /// <summary>Waits for its turn.</summary>
    /// <exception cref="Smime.Errors.RefusalException"><c>store-locked</c>.</exception>
    internal IDisposable Enter()
    {
        for (long began = Stopwatch.GetTimestamp(); ; Thread.Sleep(Random.Shared.Next(5, 40)))
        {
            if (TryEnter() is { } pass)
            {
                return pass;
            }

            if (Stopwatch.GetElapsedTime(began) > patience)
            {
                throw StorageFaults.LockedFor(null);
            }
        }
    }

    /// <returns>Null when another one is in.</returns>
    internal IDisposable? TryEnter()
    {
        try
        {
            return PrivateFiles.OpenAlone(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return PrivateFiles.IsTaken(e) ? null : throw StorageFaults.Refuse(e, path);
        }
    }
}
