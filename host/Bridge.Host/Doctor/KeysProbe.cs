using System.Globalization;
using Bridge.Keystore;
using Bridge.Keystore.Own;

namespace Bridge.Host.Doctor;

/// <summary>Whether there is an own key that can be used now, and for how long yet.</summary>
internal sealed class KeysProbe(Func<KeyStore> keys, TimeProvider clock) : IProbe
{
    public string Name => "keys";

    public Finding Try(CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        IReadOnlyList<StoredKey> stored = keys().ListStored();
        List<StoredKey> current = [.. stored.Where(k => k.Key.Certificate.NotBefore <= now && now <= k.Key.Certificate.NotAfter)];
        if (current.Count == 0)
        {
            return Finding.Warning(ProbeCodes.KeysNone);
        }

        (string, string) count = ("count", current.Count.ToString(CultureInfo.InvariantCulture));
        return ExpiryWarnings.Of(stored, now) is [ExpiryWarning first, ..]
            ? Finding.Warning(
                first.Threshold == 0 ? ProbeCodes.KeysExpired : ProbeCodes.KeysExpiring,
                count,
                ("address", string.Join(", ", first.Key.Addresses)),
                ("days", first.Days.ToString(CultureInfo.InvariantCulture)),
                ("notAfter", first.Key.Key.Certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))
            : Finding.Good(ProbeCodes.KeysGood, count);
    }
}
