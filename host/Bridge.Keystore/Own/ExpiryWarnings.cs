namespace Bridge.Keystore.Own;

/// <summary>
/// Which own certificates end soon, or ended lately, without another one that takes over: one for the same addresses and uses that
/// lasts longer than the first threshold.
/// </summary>
public static class ExpiryWarnings
{
    /// <summary>Days before the end at which the user is told, once each.</summary>
    private static readonly int[] s_thresholds = [1, 7, 30];

    /// <summary>How long after its end a certificate is still worth a word.</summary>
    private static readonly TimeSpan s_afterwards = TimeSpan.FromDays(30);

    /// <returns>The most urgent first.</returns>
    public static IReadOnlyList<ExpiryWarning> Of(IReadOnlyList<StoredKey> keys, DateTimeOffset now) =>
    [
        .. from key in keys
           let left = key.Key.Certificate.NotAfter - now
           where key.Key.Certificate.NotBefore <= now && left <= TimeSpan.FromDays(s_thresholds[^1]) && left > -s_afterwards
           where !keys.Any(other => TakesOver(other, key, now))
           orderby left
           select new ExpiryWarning(key, Math.Max(0, (int)left.TotalDays), Threshold(left)),
    ];

    private static int Threshold(TimeSpan left) => left <= TimeSpan.Zero ? 0 : s_thresholds.First(days => left <= TimeSpan.FromDays(days));

    private static bool TakesOver(StoredKey other, StoredKey key, DateTimeOffset now) =>
        other.Key.Certificate.NotBefore <= now && other.Key.Certificate.NotAfter > key.Key.Certificate.NotAfter
        && other.Key.Certificate.NotAfter - now > TimeSpan.FromDays(s_thresholds[^1])
        && key.Addresses.All(other.Addresses.Contains) && (other.CanSign || !key.CanSign) && (other.CanEncrypt || !key.CanEncrypt);
}

/// <param name="Key">The key whose certificate ends.</param>
/// <param name="Days">Whole days that are left; 0 on the last day and after it.</param>
/// <param name="Threshold">30, 7 or 1: at most so many days are left; 0: it has ended.</param>
public sealed record ExpiryWarning(StoredKey Key, int Days, int Threshold);
