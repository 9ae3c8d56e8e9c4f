namespace Bridge.Keystore.RevocationData;

/// <summary>A revocation list at hand.</summary>
/// <param name="Sha256">Lower-case hex SHA-256 of its DER.</param>
/// <param name="Issuer">Issuer as an RFC 4514 string.</param>
/// <param name="Number">cRLNumber as a decimal string; null when absent.</param>
/// <param name="IsDelta">It only names changes since a base list.</param>
/// <param name="Source">Address it was fetched from; null when the user added it.</param>
public sealed record StoredCrl(
    string Sha256,
    string Issuer,
    DateTimeOffset ThisUpdate,
    DateTimeOffset? NextUpdate,
    string? Number,
    bool IsDelta,
    string? Source,
    DateTimeOffset FetchedAt);
