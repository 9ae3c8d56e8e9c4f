namespace Bridge.Protocol.Keys;

/// <summary>Own certificates that end soon, or ended lately, and that no other one takes over from.</summary>
public sealed record ListKeyWarnings(long Id) : Request<KeyWarningList>(Id);

/// <param name="Warnings">The most urgent first.</param>
public sealed record KeyWarningList(IReadOnlyList<KeyWarning> Warnings);

/// <param name="Key">The key's id.</param>
/// <param name="Addresses">Addresses that depend on it.</param>
/// <param name="NotAfter">When its certificate ends.</param>
/// <param name="Days">Whole days that are left; 0 on the last day and after it.</param>
/// <param name="Threshold">30, 7 or 1: at most so many days are left; 0: it has ended. The user is told once for each.</param>
public sealed record KeyWarning(string Key, IReadOnlyList<string> Addresses, DateTimeOffset NotAfter, int Days, int Threshold);
