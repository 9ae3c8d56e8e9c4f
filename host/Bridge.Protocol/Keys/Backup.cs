namespace Bridge.Protocol.Keys;

/// <summary>Writes the whole keystore as one encrypted file; content out: the file. Its new passphrase is asked for by <c>prompt</c>.</summary>
/// <param name="Id">The request.</param>
/// <param name="FileName">What the file will be called, for the prompt.</param>
public sealed record WriteBackup(long Id, string FileName) : Request<BackupWritten>(Id), IReturnContent;

/// <param name="Keys">Own keys in it.</param>
/// <param name="LeftOut">Own keys that may not leave the keystore and are not in it.</param>
/// <param name="Certificates">Certificates of all kinds in it.</param>
public sealed record BackupWritten(long Keys, long LeftOut, long Certificates);

/// <summary>
/// Adds what a backup has and this keystore has not, all of it or nothing; content in: the file. Its passphrase is asked for by <c>prompt</c>.
/// </summary>
/// <param name="Id">The request.</param>
/// <param name="FileName">Name of the file without its folder, for the prompt.</param>
public sealed record RestoreBackup(long Id, string FileName) : Request<BackupRestored>(Id), ICarryContent;

/// <param name="CreatedAt">When the backup was written.</param>
/// <param name="Kinds">What it brought of each kind.</param>
public sealed record BackupRestored(DateTimeOffset CreatedAt, IReadOnlyList<RestoredKind> Kinds);

/// <param name="Kind"><c>keys</c>, <c>requests</c>, <c>certificates</c>, <c>identities</c>, <c>anchors</c>, <c>policy</c>.</param>
/// <param name="Added">How many are new here.</param>
/// <param name="Present">How many were here already and stay as they are.</param>
public sealed record RestoredKind(string Kind, long Added, long Present);
