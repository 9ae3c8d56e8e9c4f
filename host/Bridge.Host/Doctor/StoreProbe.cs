using Bridge.Keystore;
using Bridge.Smime.Errors;

namespace Bridge.Host.Doctor;

/// <summary>Opens the keystore, writes to it, reads all of it and looks whether its keys can be opened.</summary>
internal sealed class StoreProbe(Func<KeystoreHome> open) : IProbe
{
    public string Name => "keystore";

    public Finding Try(CancellationToken cancellation)
    {
        KeystoreHome home = open();
        home.TryWrite();
        home.CheckIntegrity();
        return home.FindLock() is { } reason
            ? throw new RefusalException("key-locked", RefusalKind.Key, "The keystore is locked.", new Dictionary<string, string> { ["reason"] = reason })
            : Finding.Good(ProbeCodes.StoreGood, ("path", home.Folder), ("vault", home.Protection.Kind));
    }
}
