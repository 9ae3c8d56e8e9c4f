namespace Bridge.Protocol.Keys;

/// <summary>Imports own keys from a file; content in: the file. The passphrase is asked for by <c>prompt</c>.</summary>
/// <param name="Id">The request.</param>
/// <param name="FileName">Name of the file without its folder, for the prompt and the key's origin.</param>
/// <param name="OnlyFor">Addresses of the user: a certificate that names none of them is refused. Absent or null takes any.</param>
/// <param name="TrustedOnly">Refuses a certificate whose path leads to no authority that is trusted for mail.</param>
/// <param name="Exportable">Whether the keys may leave the keystore later.</param>
public sealed record ImportKeys(long Id, string FileName, IReadOnlyList<string>? OnlyFor = null, bool TrustedOnly = false, bool Exportable = true)
    : Request<KeysImported>(Id), ICarryContent;

/// <param name="Keys">The keys of the file, those that were there already included.</param>
/// <param name="Certificates">How many other certificates the file brought.</param>
/// <param name="Incomplete">Ids of those keys whose certificate has an issuer that was found neither here nor on the network.</param>
public sealed record KeysImported(IReadOnlyList<OwnKey> Keys, int Certificates, IReadOnlyList<string> Incomplete);
