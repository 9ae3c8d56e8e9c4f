namespace Bridge.Keystore.Backup;

/// <summary>What a backup holds.</summary>
/// <param name="Keys">Own keys.</param>
/// <param name="LeftOut">Own keys that may not leave the keystore and are therefore not in it.</param>
/// <param name="Certificates">Certificates of all kinds.</param>
public sealed record BackupReport(long Keys, long LeftOut, long Certificates);

/// <summary>What a restore brought. What was there already stays as it was.</summary>
/// <param name="CreatedAt">When the backup was written.</param>
/// <param name="Counts">
/// For each kind: <c>keys</c>, <c>requests</c>, <c>certificates</c>, <c>identities</c>, <c>anchors</c>, <c>policy</c>.
/// </param>
public sealed record RestoreReport(DateTimeOffset CreatedAt, IReadOnlyDictionary<string, RestoreCount> Counts);

/// <param name="Added">How many are new here.</param>
/// <param name="Present">How many were here already, the same or with other settings.</param>
public readonly record struct RestoreCount(long Added, long Present);
