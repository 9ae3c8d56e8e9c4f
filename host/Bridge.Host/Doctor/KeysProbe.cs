using System.Globalization;
using Bridge.Keystore;
using Bridge.Keystore.Own;

namespace Bridge.Host.Doctor;

/// <summary>Whether there is an own key that can be used now, and for how long yet.</summary>
internal sealed class KeysProbe(Func<KeyStore> keys, TimeProvider clock) : IProbe
{
    private static readonly TimeSpan s_soon = TimeSpan.FromDays(30);

    public string Name => "keys";

    public Finding Try(CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        List<StoredKey> current = [.. keys().ListStored().Where(k => k.Key.Certificate.NotBefore <= now && now <= k.Key.Certificate.NotAfter)];
        if (current.Count == 0)
        {
            return Finding.Warning(ProbeCodes.KeysNone);
        }

        (string, string) count = ("count", current.Count.ToString(CultureInfo.InvariantCulture));
        // A key that ends soon matters only where no other one takes over.
        StoredKey? ending = current.FirstOrDefault(k => Ends(k, now) && !current.Any(o => !Ends(o, now) && k.Addresses.All(o.Addresses.Contains)));
        return ending is null
            ? Finding.Good(ProbeCodes.KeysGood, count)
            : Finding.Warning(
                ProbeCodes.KeysExpiring,
                count,
                ("address", ending.Addresses.Count > 0 ? ending.Addresses[0] : ""),
                ("notAfter", ending.Key.Certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
    }

    private static bool Ends(StoredKey key, DateTimeOffset now) => key.Key.Certificate.NotAfter - now < s_soon;
}
